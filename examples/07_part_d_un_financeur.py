"""La part de l’ANRU, à signer par elle, en euros entiers ; puis la vérification du fichier écrit."""

import sys
from datetime import date
from pathlib import Path

from exports import GenrePerimetre, Perimetre, Precision, chemin_exemple, ecrire_annexe, verifier
from maquettes import lire_dossier

# Le répertoire de sortie est le premier argument, ou « part-de-l-anru » dans le répertoire courant.
sortie = Path(sys.argv[1] if len(sys.argv) > 1 else "part-de-l-anru")

(rapport,) = ecrire_annexe(
    lire_dossier(chemin_exemple()),
    au=date(2015, 3, 31),
    sortie=sortie,
    formats=("html",),
    perimetre=Perimetre(genre=GenrePerimetre.FINANCEUR, code="ANRU"),
    unite=Precision.EURO,
)
print(rapport)

# Le rapport emporte son dossier : il se vérifie seul, même deux ans plus tard.
verification = verifier(rapport)
for verdict in (verification.document, verification.dossier, verification.regles):
    print(verdict.phrase)
