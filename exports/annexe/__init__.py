"""L’annexe financière : son document, composé depuis un projet et une date."""
