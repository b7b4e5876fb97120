"""Le document en classeur xlsx : la décision, puis une feuille par tableau, en formules vives."""
