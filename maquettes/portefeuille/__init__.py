"""Un portefeuille sur le disque : ses dossiers lus ensemble, et leur synthèse en classeur."""
