"""Les épreuves de solidité : entrées mutées, processus tués, supports pleins, documents falsifiés."""
