"""Un petit dossier à clore, dont tous les montants se refont de tête, et la notation de ses textes attendus.

Quatre opérations, cinq financeurs (« Nom de ANRU »…). Au 31 mars 2015 :

* OP-1, achevée et soldée, coûte 800 000 € au lieu d’un million : l’ANRU (45 %) doit 360 000 € et en a payé 370 000 sur
  450 000 engagés ; la Ville prend le reste, 440 000 € ;
* OP-2, 500 000,50 €, en cours : l’ANRU a engagé 200 000,50 € et versé 30 000 ; le Département (100 000 €) et le prêt de
  la CDC (200 000 €) restent à engager ;
* OP-3, 300 000 € (ANRU 100 000, Ville 200 000), est abandonnée ;
* OP-4, 40 000 €, est sur les seuls fonds propres de l’office ; elle est illustrative.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from exports.annexe.contexte import Contexte, preparer
from exports.annexe.textes.articles import articles
from exports.document.elements import Precision
from exports.document.sceau import ENSEMBLE, Perimetre
from financement.dossier.convention import ContrepartieFonciere
from financement.dossier.nomenclature import Nature, Origine, Statut, StatutContrepartie
from financement.dossier.projet import Projet
from financement.dossier.suivi import Insertion
from financement.valeurs.montants import ESPACE_FINE, ESPACE_INSECABLE
from tests.construction import avenant, euros, jour, ligne, mouvement, operation, projet

__all__ = ["AU", "FONDS_PROPRES", "alineas", "contexte_clos", "contrepartie", "dossier_clos", "lisible", "titres"]

AU: Final = jour("2015-03-31")
FONDS_PROPRES: Final = Nature.FONDS_PROPRES


def lisible(texte: str) -> str:
    """Le texte attendu : ``~`` y note une espace insécable, ``_`` une espace fine."""
    return texte.replace("~", ESPACE_INSECABLE).replace("_", ESPACE_FINE)


def contrepartie(surface: str, statut: StatutContrepartie, beneficiaire: str = "VILLE") -> ContrepartieFonciere:
    return ContrepartieFonciere(site="Îlot", surface_m2=Decimal(surface), beneficiaire=beneficiaire, statut=statut)


def dossier_clos(**de_la_convention: Any) -> Projet:
    """Le dossier ; ``de_la_convention`` change la convention."""
    ordinaires: dict[str, Any] = {
        "date_limite_solde": jour("2017-12-31"),
        "avenants": (avenant(1), avenant(2), avenant(3, "2016-01-10")),
        "contreparties_foncieres": (
            contrepartie("2600", StatutContrepartie.CEDEE),
            contrepartie("1850.5", StatutContrepartie.A_CEDER),
        ),
    }
    return projet(
        operations=[
            operation("OP-1", achevement=jour("2012-05-01")),
            operation("OP-2", cout_ht=50_000_050),
            operation("OP-3", cout_ht=euros(300_000), statut=Statut.ABANDONNEE),
            operation("OP-4", cout_ht=euros(40_000), maitre_ouvrage="OPH", origine=Origine.ILLUSTRATIF),
        ],
        plan=[
            ligne("ANRU", euros(450_000)),
            ligne("VILLE", euros(550_000), nature=FONDS_PROPRES),
            ligne("ANRU", 20_000_050, "OP-2"),
            ligne("DEPARTEMENT", euros(100_000), "OP-2"),
            ligne("CDC", euros(200_000), "OP-2", nature=Nature.PRET),
            ligne("ANRU", euros(100_000), "OP-3"),
            ligne("VILLE", euros(200_000), "OP-3", nature=FONDS_PROPRES),
            ligne("OPH", euros(40_000), "OP-4", nature=FONDS_PROPRES),
        ],
        journal=[
            mouvement("engagement", euros(450_000), "2008-06-15", piece="DAS-1"),
            mouvement("acompte", euros(300_000), "2010-06-15"),
            mouvement("depense", euros(800_000), "2012-06-15"),
            mouvement("solde", euros(70_000), "2013-06-15"),
            replace(mouvement("engagement", 20_000_050, "2014-06-15", piece="DAS-2"), operation="OP-2"),
            replace(mouvement("avance", euros(30_000), "2014-09-15"), operation="OP-2"),
        ],
        suivi=[Insertion(operation="OP-1", heures_objectif=Decimal(1250), heures_realisees=Decimal(1))],
        **ordinaires | de_la_convention,
    )


def contexte_clos(
    dossier: Projet | None = None, perimetre: Perimetre = ENSEMBLE, unite: Precision = Precision.CENTIME
) -> Contexte:
    """Le contexte de l’annexe du dossier au 31 mars 2015."""
    return preparer(dossier_clos() if dossier is None else dossier, au=AU, perimetre=perimetre, unite=unite)


def alineas(contexte: Contexte, titre: str) -> tuple[str, ...]:
    """Les alinéas de l’article de ce titre."""
    return next(article.alineas for article in articles(contexte) if article.titre == titre)


def titres(contexte: Contexte) -> list[str]:
    """Les titres des articles."""
    return [article.titre for article in articles(contexte)]
