"""Financeurs, avenants, enveloppes, maîtres d’ouvrage, contreparties foncières, règlement propre : leurs blocs."""

from typing import Final

from maquettes.description.description import AVENANTS, CONTREPARTIES_FONCIERES, FINANCEURS, MAITRES_OUVRAGE, PARAMETRES
from maquettes.maquette.blocs.formules import calcul, controle, echapper, hors_liste, intermediaire, rang_de
from maquettes.maquette.blocs.saisies import saisies_de
from maquettes.maquette.contenu import ENVELOPPES
from maquettes.maquette.description import Bloc, Presentation

__all__ = ["BLOCS_DE_CONVENTION"]

_FINANCEURS: Final = Bloc(
    nom=FINANCEURS.nom,
    feuille="Financeurs",
    titre="Financeurs et enveloppes",
    note="Un financeur par ligne. L’enveloppe est un plafond facultatif, qu’un avenant peut changer.",
    reserve=6,
    vierge=20,
    colonnes=(
        *saisies_de(FINANCEURS),
        calcul(
            "enveloppe_en_vigueur",
            "Enveloppe en vigueur (€)",
            Presentation.MONTANT,
            '=IF([code]="","",IF(COUNTIFS(enveloppes_financeur_rang,{n},enveloppes_en_vigueur,1)>0,'
            "SUMIFS(enveloppes_montant,enveloppes_financeur_rang,{n},enveloppes_en_vigueur,1),"
            'IF(ISNUMBER([enveloppe]),[enveloppe],"")))',
        ),
        *controle(
            ('OR([code]="",[nom]="",[categorie]="")', "à compléter"),
            (f"MATCH({echapper('[code]')},financeurs_code,0)<>{{n}}", "code en double"),
            (hors_liste("[categorie]", "liste_categories"), "catégorie à choisir dans la liste"),
            (hors_liste("[engagement]", "liste_engagements"), "engagement à choisir dans la liste"),
            ('AND([enveloppe]<>"",NOT(ISNUMBER([enveloppe])))', "enveloppe illisible"),
            vide='AND([code]="",[nom]="",[categorie]="")',
        ),
        intermediaire("est_anru", "ANRU", '=IF([categorie]="anru",1,0)'),
        intermediaire("est_repute", "Engagement réputé", '=IF([engagement]="repute",1,0)'),
    ),
)

_AVENANTS: Final = Bloc(
    nom=AVENANTS.nom,
    feuille="Avenants",
    titre="Avenants à la convention",
    note="Numéros et dates strictement croissants. Ce qu’un avenant ne fixe pas reste comme avant lui.",
    reserve=4,
    vierge=10,
    colonnes=(
        *saisies_de(AVENANTS),
        *controle(
            ('OR(NOT(ISNUMBER([numero])),NOT(ISNUMBER([date])),[nature]="")', "à compléter"),
            ("COUNTIFS(avenants_numero,[numero])>1", "numéro en double"),
            (hors_liste("[nature]", "liste_natures_d_avenant"), "nature à choisir dans la liste"),
            (hors_liste("[tableau]", "liste_portees_de_tableau"), "tableau à choisir dans la liste"),
            ('COUNTIFS(avenants_numero,"<"&[numero],avenants_date,">="&[date])>0', "date non croissante"),
            vide='AND([numero]="",[nature]="",[date]="")',
        ),
        intermediaire(
            "en_vigueur",
            "En vigueur",
            "=IF(AND(ISNUMBER([numero]),ISNUMBER([date]),ISNUMBER(date_arrete)),IF([date]<=date_arrete,[numero],0),0)",
        ),
        intermediaire("ordinaire", "Hors clôture", '=IF([nature]="cloture",0,[en_vigueur])'),
        intermediaire("complet", "Tableau complet", '=IF(AND([tableau]="complet",ISNUMBER([numero])),[numero],0)'),
        intermediaire(
            "fixe_limite",
            "Fixe la limite",
            "=IF(AND([en_vigueur]>0,ISNUMBER([date_limite_engagement])),[en_vigueur],0)",
        ),
    ),
)

_ENVELOPPES: Final = Bloc(
    nom=ENVELOPPES.nom,
    feuille="Enveloppes",
    titre="Enveloppes fixées par les avenants",
    note="Le nouveau plafond d’un financeur, à partir de l’avenant indiqué.",
    reserve=8,
    vierge=20,
    colonnes=(
        *saisies_de(ENVELOPPES),
        *controle(
            ('OR(NOT(ISNUMBER([avenant])),NOT(ISNUMBER([montant])),[financeur]="")', "à compléter"),
            ('[financeur_rang]=""', "financeur inconnu"),
            ("COUNTIFS(avenants_numero,[avenant])=0", "avenant inconnu"),
            vide='AND([avenant]="",[financeur]="",[montant]="")',
        ),
        intermediaire("financeur_rang", "Rang du financeur", f"={rang_de('[financeur]', 'financeurs_code')}"),
        intermediaire(
            "en_vigueur",
            "En vigueur",
            "=IF(AND(ISNUMBER([avenant]),ISNUMBER([financeur_rang])),IF([avenant]<=version_en_vigueur,"
            'IF(COUNTIFS(enveloppes_financeur_rang,[financeur_rang],enveloppes_avenant,">"&[avenant],'
            'enveloppes_avenant,"<="&version_en_vigueur)=0,1,0),0),0)',
        ),
    ),
)

_MAITRES_OUVRAGE: Final = Bloc(
    nom=MAITRES_OUVRAGE.nom,
    feuille="Maîtres d’ouvrage",
    titre="Maîtres d’ouvrage qui ne sont pas financeurs",
    note="Facultatif : donne un nom et un SIRET aux codes employés dans les opérations.",
    reserve=6,
    vierge=15,
    colonnes=(
        *saisies_de(MAITRES_OUVRAGE),
        *controle(('OR([code]="",[nom]="")', "à compléter"), vide='AND([code]="",[nom]="")'),
    ),
)

_CONTREPARTIES: Final = Bloc(
    nom=CONTREPARTIES_FONCIERES.nom,
    feuille="Contreparties foncières",
    titre="Contreparties foncières",
    note="Terrains remis à la Foncière Logement ; hors de l’équilibre du plan.",
    reserve=6,
    vierge=12,
    colonnes=(
        *saisies_de(CONTREPARTIES_FONCIERES),
        *controle(
            ('OR([site]="",[beneficiaire]="",[statut]="",NOT(ISNUMBER([surface_m2])))', "à compléter"),
            vide='AND([site]="",[beneficiaire]="",[surface_m2]="")',
        ),
    ),
)

_PARAMETRES: Final = Bloc(
    nom=PARAMETRES.nom,
    feuille="Règlement",
    titre="Paramètres réglementaires propres au dossier",
    note="Facultatif : ne sert que si la convention annonce le règlement « reglement.toml » et dit sa base.",
    reserve=6,
    vierge=12,
    colonnes=(
        *saisies_de(PARAMETRES),
        *controle(
            (
                'OR([valeur]="",[unite]="",[reference]="",[confiance]="",NOT(ISNUMBER([debut])))',
                "à compléter",
            ),
            vide='AND([cle]="",[valeur]="")',
        ),
    ),
)

BLOCS_DE_CONVENTION: Final = (_FINANCEURS, _AVENANTS, _ENVELOPPES, _MAITRES_OUVRAGE, _CONTREPARTIES, _PARAMETRES)
"""Les blocs de la convention, dans l’ordre des feuilles."""
