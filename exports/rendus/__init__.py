"""Les formats : csv, classeur, pdf, Word, html."""
