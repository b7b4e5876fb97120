"""Ce que toute table de résultats partage : noms des grandeurs, cadres pandas, carnets."""
