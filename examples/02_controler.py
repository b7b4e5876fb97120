"""Ce qui est anormal dans le dossier au 31 mars 2015, où, et quoi y faire."""

from collections import Counter
from datetime import date

from exports import chemin_exemple
from financement import DossierRefuse, controler
from maquettes import lire_dossier

try:
    projet = lire_dossier(chemin_exemple())
except DossierRefuse as refus:
    # Un dossier illisible donne toutes ses fautes en une fois, chacune avec son fichier et sa ligne.
    raise SystemExit("\n".join(map(str, refus.fautes))) from None

constats = controler(projet, au=date(2015, 3, 31))
for constat in constats:
    print(f"{constat.gravite.upper()} {constat.code} ({constat.provenance})")
    print(f"    {constat.message}")
    print(f"    → {constat.remede}")

# Un seul constat bloquant suffit : tout document tiré du dossier porte alors la mention « PROJET ».
for gravite, nombre in Counter(constat.gravite for constat in constats).items():
    print(f"{gravite} : {nombre}")
