"""Les noms des financeurs et des fonds propres, et ce qui précise leurs colonnes, en données.

Un synonyme s’écrit comme un libellé ; il se compare mot à mot, sans articles ni pluriels (``reconnaissance.mots``).
"""

from collections.abc import Mapping, Sequence
from typing import Final

__all__ = ["FONDS_PROPRES", "ORGANISMES", "PRECISIONS"]

# Catégorie, nom imprimé, et comment on l'écrit ; le code est la clé. Un nom équivoque demande que le plan s'équilibre.
ORGANISMES: Final[Mapping[str, tuple[str, str, Sequence[str], Sequence[str]]]] = {
    "ANRU": (
        "anru",
        "Agence nationale pour la rénovation urbaine",
        ("ANRU", "Agence nationale pour la rénovation urbaine", "Agence nationale de rénovation urbaine"),
        (),
    ),
    "FL": (
        "fonciere_logement",
        "Foncière Logement",
        ("Foncière Logement", "Association Foncière Logement", "La Foncière Logement", "AFL"),
        ("FL", "Foncière"),
    ),
    "ACTION_LOGEMENT": (
        "action_logement",
        "Action Logement",
        ("Action Logement", "1 % Logement", "PEEC", "Action Logement Services", "CIL", "UESL"),
        ("AL", "ALS"),
    ),
    "ETAT": ("etat", "État", ("État", "État hors ANRU", "État droit commun", "DRIHL", "DDT", "DDE"), ("Droit commun",)),
    "REGION": ("region", "Région", ("Région", "Conseil régional", "CRIF", "Région IDF"), ("CR",)),
    "DEPARTEMENT": (
        "departement",
        "Département",
        ("Département", "Conseil général", "Conseil départemental"),
        ("CG", "CD"),
    ),
    "EPCI": (
        "epci",
        "EPCI",
        (
            "EPCI",
            "Communauté d’agglomération",
            "Communauté urbaine",
            "Communauté de communes",
            "Agglomération",
            "Métropole",
            "Intercommunalité",
        ),
        ("CA", "CU", "CC", "EPT", "Communauté"),
    ),
    "VILLE": ("ville", "Ville", ("Ville", "Commune", "Mairie"), ()),
    "CDC": (
        "cdc",
        "Caisse des Dépôts",
        ("CDC", "Caisse des Dépôts", "Caisse des Dépôts et Consignations", "Banque des Territoires"),
        (),
    ),
    "ANAH": ("anah", "Anah", ("Anah", "Agence nationale de l’habitat"), ()),
    "EUROPE": ("europe", "Europe", ("Europe", "FEDER", "Europe FEDER", "Union européenne", "FSE"), ("UE",)),
    "CAF": ("autre", "Caisse d’allocations familiales", ("CAF", "Caisse d’allocations familiales"), ()),
    "AUTRES": (
        "autre",
        "Autres financeurs",
        ("Autre", "Autres financeurs", "Autres financements", "Autres participations", "Autres ressources"),
        ("Divers",),
    ),
}

FONDS_PROPRES: Final[tuple[Sequence[str], Sequence[str]]] = (
    (
        "Fonds propres",
        "Autofinancement",
        "FP",
        "Fonds propres du maître d’ouvrage",
        "Fonds propres MO",
        "Autofinancement MO",
        "Autofinancement du maître d’ouvrage",
        "Part maître d’ouvrage",
        "Part MO",
        "Participation du maître d’ouvrage",
        "Maître d’ouvrage",
        "MO",
        "Solde maître d’ouvrage",
        "Reste à charge",
        "Reste à charge du maître d’ouvrage",
        "Fonds propres bailleur",
        "Autofinancement bailleur",
        "Autofinancement organisme",
        "Fonds propres organisme",
    ),
    ("Bailleur", "Bailleurs sociaux", "Bailleur social", "Organisme HLM", "Bailleur HLM", "OPH", "Organisme"),
)

# Les mots qui précisent une colonne de financeur, par ce qu'ils en disent.
PRECISIONS: Final[Mapping[str, Sequence[str]]] = {
    "taux": ("taux", "%", "pourcentage"),
    "montant": (
        "montant",
        "€",
        "contribution",
        "participation",
        "part",
        "financement",
        "concours",
        "aide",
        "euro",
        "programme",
        "programmation",
    ),
    "subvention": ("subvention", "subventions"),
    "pret": ("pret", "prets", "emprunt"),
}
