"""Des tables lues au projet : codes reconnus, lignes confrontées, toutes les fautes à la fois."""
