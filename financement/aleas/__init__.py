"""Les aléas : des coûts et des retards tirés, chacun clos par les règles mêmes, en entiers."""
