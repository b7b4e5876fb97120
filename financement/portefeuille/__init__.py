"""Beaucoup de conventions vues comme une, chacune par son bilan."""
