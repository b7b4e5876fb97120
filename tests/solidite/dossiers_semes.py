"""Deux petits dossiers corrects que l’épreuve des textes mute : le plus simple, et un qui emploie tout le format."""

from typing import Final

__all__ = ["DOSSIERS"]

_SIMPLE: Final = {
    "convention.toml": """\
format = 1

[convention]
code = "C1"
nom = "Quartier des Tilleuls"
programme = "PNRU"
reglement = "pnru"
porteur = "Ville"
date_signature = 2006-07-01
date_limite_engagement = 2013-12-31

[[financeurs]]
code = "ANRU"
nom = "Agence"
categorie = "anru"

[[financeurs]]
code = "VILLE"
nom = "Ville"
categorie = "ville"

[[avenants]]
numero = 1
nature = "local"
date = 2009-03-15
enveloppes = { VILLE = "1000000,00" }
""",
    "operations.csv": """\
version;operation;famille;libelle;maitre_ouvrage;quantite;unite;nature_cout;cout_ht;base;debut;duree_semestres
0;OP1;08;Square;VILLE;12;m2;brut;100000,00;ht;2007-S1;4
""",
    "plan.csv": """\
version;operation;financeur;nature;montant
0;OP1;ANRU;subvention;45000,00
1;OP1;VILLE;fonds_propres;55000,00
""",
    "journal.csv": """\
date;type;operation;financeur;nature;montant;piece;libelle
2008-01-15;engagement;OP1;ANRU;;45000,00;DAS 1;décision
2009-02-20;avance;OP1;ANRU;subvention;12 500,50;M 12;
2010-06-30;depense;OP1;;;99 000,00;F 3;mandat
""",
}

_RICHE: Final = {
    "convention.toml": """\
format = 1

[convention]
code = "C-2"
nom = "Cité « Les Pins »"
programme = "NPNRU"
reglement = "reglement.toml"
porteur = "Métropole"
date_signature = 2019-07-01
date_limite_engagement = 2026-12-31
date_limite_solde = 2028-12-31
unite = "euro"

[[financeurs]]
code = "ANRU"
nom = "Agence nationale"
categorie = "anru"
enveloppe = "900000"
siret = "13000288500018"

[[financeurs]]
code = "AL"
nom = "Action Logement"
categorie = "action_logement"
engagement = "repute"

[[financeurs]]
code = "OPH"
nom = "Office"
categorie = "bailleur"

[[avenants]]
numero = 1
nature = "local"
date = 2021-03-15
date_limite_engagement = 2027-06-30
porteur = "Ville"
tableau = "complet"

[[avenants]]
numero = 4
nature = "cloture"
date = 2022-05-02
[avenants.enveloppes]
ANRU = "850000,00"

[[maitres_ouvrage]]
code = "SEM"
nom = "Société"

[[contreparties_foncieres]]
site = "Îlot A"
surface_m2 = "1 200,5"
beneficiaire = "AFL"
statut = "a_ceder"
date = 2024-01-31
""",
    "reglement.toml": """\
base = "npnru"

[[parametres]]
cle = "avance_maximale"
valeur = "20 %"
unite = "taux"
debut = 2019-02-12
fin = 2030-12-31
familles = ["21", "31"]
reference = "Délibération n° 12"
confiance = "A"

[[parametres]]
cle = "delai_de_commencement"
valeur = 18
unite = "mois"
debut = 2019-01-01
reference = "Usage"
confiance = "D"
""",
    "operations.csv": """\
version;operation;famille;libelle;maitre_ouvrage;localisation;quantite;unite;nature_cout;cout_ht;taux_tva;base;cout_ttc;assiette;taux_anru;debut;duree_semestres;achevement;statut;origine
0;OP1;21;Démolition;SEM;Nord;24;logement;brut;600000,00;20 %;ttc;;500 000;1/3;2019-S2;6;2023-06-30;;source
0;OP2;31;Locaux;OPH;;120,5;m2;deficit;80000;;ht;96000,00;;;2020-S1;3;;;
1;OP3;39;Étude;Ville;;0,5;etp;brut;40000;;ht;;;50 %;;;;abandonnee;illustratif
""",
    "plan.csv": """\
version;operation;financeur;nature;montant;regle_cloture
0;OP1;ANRU;subvention;200000,00;
0;OP1;AL;pret;100 000;forfait
0;OP1;OPH;fonds_propres;420000;residu
0;OP2;OPH;fonds_propres;80000;
1;OP1;ANRU;subvention;210000;taux
1;OP3;ANRU;subvention;20000;
""",
    "journal.csv": """\
date;type;operation;financeur;nature;montant;piece;libelle
2019-10-01;engagement;OP1;ANRU;;200000;DAS 1;
2019-12-15;avance;OP1;ANRU;;40000;M 1;
2020-03-01;demande;OP1;ANRU;subvention;50000;;
2020-04-01;rejet;OP1;ANRU;subvention;10000;;
2021-05-05;acompte;OP1;AL;pret;30000;;
2022-01-31;depense;OP1;;;550000;F 1;lot « 1 »
2022-02-28;annulation;OP1;;;5000;AV 1;
2022-03-31;recette;OP2;;;1000;;
2023-01-01;solde;OP1;ANRU;;100000;;
2023-02-01;reversement;OP1;ANRU;;500,50;;
2023-03-01;degagement;OP1;ANRU;;9000;;
""",
    "reestimations.csv": "date;operation;cout\n2022-06-30;OP1;610000,00\n2023-06-30;OP2;79000\n",
    "realisations.csv": "date;operation;quantite\n2021-12-31;OP1;10\n2022-12-31;OP1;14\n",
    "insertion.csv": "operation;heures_objectif;heures_realisees\nOP1;1200;980,5\n",
}

DOSSIERS: Final = (_SIMPLE, _RICHE)
