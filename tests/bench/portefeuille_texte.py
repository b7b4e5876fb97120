"""Le texte fixe de ``docs/performances.md``."""

from typing import Final

__all__ = [
    "CASES_REPEREES",
    "CIBLES",
    "CONCLUSION",
    "DEMARRAGE",
    "DOSSIERS",
    "INTRODUCTION",
    "METHODE",
    "MILLE_SUMIFS",
    "SYNTHESE",
]

INTRODUCTION: Final = """\
# Performances

Cette page est écrite par `make performances` ; ne pas la corriger à la main. Elle ne donne que des **rapports**,
mesurés dans une même exécution : une durée ne vaudrait que pour la machine qui l’a produite."""

CIBLES: Final = """\
Rapports de durées, de mémoires de pointe là où c’est dit, tirés des mêmes mesures que les tableaux ; 1/15 : quinze
fois moins que le témoin."""

METHODE: Final = """\
## Méthode

* **Données** : un portefeuille inventé par un générateur à graine (`tests/bench/generateur.py`), 500 conventions et
  35 000 opérations, 15 financeurs, 12 familles, 5 avenants, engagements et paiements de 2004 à 2015, montants au
  centime. Quel que soit le nombre de mouvements, les opérations déclarées sont les mêmes. Le journal est trié par
  date.
* **Travail** : lire le journal, rendre l’engagé et le payé par opération, financeur et année. `financement` valide
  en plus chaque ligne (date, type, codes déclarés, nature, montant, financeur attendu) et additionne des centimes
  entiers ; pandas et polars lisent des flottants, ramenés au centime avant toute somme. ledger, hledger et
  beancount lisent les mêmes mouvements, une écriture équilibrée chacun, la contrepartie sans montant ; pour chacun,
  le rapport le plus court à produire qui donne ces soldes (`register --yearly`, `balance --yearly`, `bean-query`).
  Le cache de beancount est coupé.
* **Accord d’abord** : avant toute mesure, chaque outil doit trouver exactement les soldes que donne une addition en
  entiers de Python ; sinon le banc s’arrête.
* **Durées** : les outils passent tour à tour ; médiane de cinq tours après un tour d’échauffement, deux tours pour
  un outil qui dure plus d’une minute, onze pour les démarrages. Imports faits et en mémoire : meilleur de cinq
  tours, de trois à 10 000 000. Python garde son code compilé d’un lancement à l’autre, des deux côtés, comme dans une
  installation ordinaire.
* **Parquet** : le même journal écrit par pyarrow, montants en décimaux d’euros, tout le reste en texte.
* **Mémoire** : pointe de mémoire résidente, lue du noyau pour l’enfant et ses descendants, lancé d’un petit
  processus.
* **Planchers** : la somme des octets du fichier par numpy ; `np.add.at` et une boucle en C sur des clés compactes
  déjà prêtes, travail que les autres outils doivent encore faire.
* `financement`, polars et DuckDB emploient tous les cœurs ; les autres, un seul. Des colonnes aux soldes,
  `financement` n’emploie un deuxième fil qu’à partir de 524 288 mouvements."""

CASES_REPEREES: Final = """\
« Cases repérées » appelle `np.add.at`, tranche par tranche : son égalité avec lui est attendue, et sa
croissance est la sienne : les cases finissent par ne plus tenir dans le cache du processeur."""

DOSSIERS: Final = """\
Des dossiers complets (convention, opérations, plan, journal), de même graine ; `financement portefeuille` les lit,
calcule situation, clôture, contrôles et échéancier de chacun, les additionne et imprime ce qui est en jeu. Aucun n’est
refusé, et les totaux engagé et payé de son json, lus avant de chronométrer, sont ceux d’une addition en entiers de
Python des journaux. En regard, LibreOffice et mille SUMIFS à
quatre critères sur 100 000 mouvements ; le recalcul est la durée du classeur à formules moins celle du même classeur
sans formule. Les trois commandes passent tour à tour (`financement portefeuille` = 1 ; 5 : cinq fois plus lent) :"""

SYNTHESE: Final = """\
La synthèse xlsx de ces dossiers, bilans déjà faits : {} fois la durée d’un script xlsxwriter nu qui écrit les mêmes
cellules, formules et formats."""

MILLE_SUMIFS: Final = """\
Mille SUMIFS à quatre critères, soit mille soldes et non tous ; durée entière, ouverture et enregistrement compris
(`financement`, une commande, tous les soldes = 1) :"""

DEMARRAGE: Final = """\
Ce que coûte une commande, devant ce que coûtent de toute façon Python et ses bibliothèques :"""

CONCLUSION: Final = """\
## Quand faut-il plus d’une machine ?

Presque jamais pour ce programme. Le PNRU entier, c’est environ 500 conventions, 35 000 opérations et de un demi à
deux millions de mouvements : moins que la plus grande taille de ce banc. Plusieurs machines ne se justifieraient
que si :

* le journal dépassait la centaine de millions de mouvements : avec un coût proportionnel au nombre de mouvements,
  une machine suffirait encore, mais la mémoire d’un poste ordinaire, non ;
* les données ne pouvaient pas quitter les endroits où elles sont, chaque région calculant la sienne ;
* des centaines de personnes interrogeaient le portefeuille en même temps.

Le calcul d’une convention ne dépend d’aucune autre : le partage entre machines, s’il le fallait, serait une
convention par tâche, et l’addition des résultats est exacte dans n’importe quel ordre."""
