"""Le tableau du prêt relais : base, base sous les délais de paiement, puis chaque scénario."""

from typing import Final

from exports.annexe.lignes import composer_ligne, texte, valeur
from exports.document.tableau import Cellule, Colonne, GenreColonne, Niveau, Partie, Tableau
from exports.texte.affichable import rendre_affichable
from financement.scenarios.cote_a_cote import BASE, CoteACote
from financement.scenarios.relais import RelaisCoteACote
from financement.valeurs.taux import afficher_taux

__all__ = ["composer_relais"]

_G: Final = GenreColonne


def composer_relais(cote_a_cote: CoteACote, relais: RelaisCoteACote) -> Tableau:
    """Ce que chaque maître d’ouvrage avance au plus fort en attendant les concours, et ce qu’il en coûte."""
    groupes = [(BASE, relais.base), (f"{BASE}, sous les délais de paiement", relais.avec_delais)]
    groupes += [
        (rendre_affichable(scenario.nom), sous)
        for scenario, sous in zip(cote_a_cote.scenarios, relais.scenarios, strict=True)
    ]
    colonnes = [Colonne(cle="nom", libelle="Maître d’ouvrage", genre=_G.TEXTE, largeur=44)]
    for rang, (groupe, _) in enumerate(groupes):
        colonnes += [
            Colonne(cle=f"relais-{rang}", libelle="Relais", genre=_G.MONTANT, groupe=groupe),
            Colonne(cle=f"cout-{rang}", libelle="Coût", genre=_G.MONTANT, groupe=groupe),
        ]
    lignes = []
    for nom in relais.base:
        siens = [sous.get(nom) for _, sous in groupes]
        if any(sien is not None and sien.relais for sien in siens):
            cellules: dict[str, Cellule] = {"nom": texte(cote_a_cote.base.projet.convention.nom_du_maitre_ouvrage(nom))}
            for rang, sien in enumerate(siens):
                cellules[f"relais-{rang}"] = valeur(0 if sien is None else sien.relais)
                cellules[f"cout-{rang}"] = valeur(0 if sien is None else sien.interets)
            lignes.append(composer_ligne(colonnes, nom, cellules))
    delais = ", ".join(f"{code} {jours} j" for code, jours in relais.delais.items())
    return Tableau(
        cle="relais",
        titre=f"Prêt relais au plus fort, et son coût à {afficher_taux(relais.taux)} l’an",
        titre_court="Prêt relais",
        partie=Partie.EXECUTION,
        niveau=Niveau.SYNTHESE,
        notes=(
            "Relais : ce qui manque en plus de ce que le maître d’ouvrage porte à la fin ; intérêts simples.",
            *((f"Délais de paiement : {delais}.",) if delais else ()),
        ),
        colonnes=tuple(colonnes),
        lignes=tuple(lignes),
    )
