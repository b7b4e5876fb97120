"""L’annexe financière du Noyer Doré au 31 mars 2015, dans tous les formats que permettent les paquets installés."""

import sys
from datetime import date
from pathlib import Path

from exports import chemin_exemple, ecrire_annexe
from maquettes import empreinte, lire_dossier

# Le répertoire de sortie est le premier argument, ou « annexe-exemple » dans le répertoire courant.
sortie = Path(sys.argv[1] if len(sys.argv) > 1 else "annexe-exemple")

projet = lire_dossier(chemin_exemple())
chemins = ecrire_annexe(projet, au=date(2015, 3, 31), sortie=sortie)

# La même empreinte est imprimée au pied de chaque page : elle dit de quel dossier l'annexe est tirée.
print(f"Empreinte du dossier : {empreinte(projet)}")
for chemin in chemins:
    print(chemin)
