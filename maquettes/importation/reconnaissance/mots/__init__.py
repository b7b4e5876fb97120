"""Les mots des libellés reçus : ce qu’ils nomment, à une faute de frappe près, et rien de plus."""
