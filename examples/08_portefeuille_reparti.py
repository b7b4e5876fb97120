"""Un portefeuille réparti par Dask (extra « reparti ») : le même que calculé par cette machine seule."""

import sys
from datetime import date
from functools import partial
from pathlib import Path

from exports import chemin_exemple
from financement import Portefeuille
from financement.valeurs.montants import afficher_montant
from maquettes import lire_bilan, lire_portefeuille, trouver_dossiers

# Des dossiers, ou des répertoires qui en contiennent ; à défaut, l'exemple du Noyer Doré.
chemins = [Path(mot) for mot in sys.argv[1:]] or [chemin_exemple()]
au = date(2015, 3, 31)


if __name__ == "__main__":
    import dask.bag

    # Une convention par tâche, sans rien partager ; sur une grappe, seul l'ordonnanceur change.
    dossiers = dask.bag.from_sequence(trouver_dossiers(chemins), npartitions=4)
    lectures = dossiers.map(partial(lire_bilan, au=au)).compute(scheduler="processes", num_workers=2)
    reparti = Portefeuille.de(lectures, au=au)
    print("identique :", reparti == lire_portefeuille(chemins, au=au))
    for categorie, total in reparti.par_categorie().items():
        print(f"{categorie:20} {afficher_montant(total.solde_a_verser):>18} à verser")
