# Tout se fait ici : « make aide » donne la liste. Il faut python3 (3.11 ou plus récent) et make, rien d'autre.

PYTHON  ?= python3
VENV    := .venv
DANS    := $(VENV)/bin/python
SORTIES := sorties
ARRETE  := 2015-03-31
TEMOIN  := $(VENV)/.installation
BANC    := $(SORTIES)/bench/outils
RECUS   := $(SORTIES)/importation
SOURCES := tableaux_financiers.xlsx extrait_anru.xlsx grand_livre_ville.csv mandats_2009.xml \
           retour_bailleur_A.xlsx retour_bailleur_B.xlsx

.DEFAULT_GOAL := aide
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-print-directory
# Là où Python n’écrit pas ses .pyc, chaque processus des essais recompile la bibliothèque et les essais entiers.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: aide annexe api bench contrats couverture env format images importer lint maquette mutation nettoyer performances rapprocher test test-complet test-long types verifier verrou

aide: ## cette liste
	@awk -F ' *:.*## *' '/^[a-z]+ *:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

env: $(TEMOIN) ## prépare l'environnement .venv (une fois ; refait quand le verrou change)
	@:

$(DANS):
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  trouve=$$("$(PYTHON)" --version 2>&1) || trouve="aucun Python nommé $(PYTHON)"; \
	  echo "Il faut Python 3.11 ou plus récent ; trouvé : $$trouve." >&2; \
	  echo "Pour en désigner un autre : make PYTHON=/chemin/de/python3.12 …" >&2; exit 1; }
	@echo "Création de l'environnement $(VENV)…"
	@"$(PYTHON)" -m venv --clear $(VENV) || { \
	  rm -rf $(VENV); \
	  echo "Python ne peut pas créer d'environnement (sous Debian ou Ubuntu : apt install python3-venv)." >&2; exit 1; }

$(TEMOIN): requirements.lock pyproject.toml $(DANS)
	@echo "Installation des dépendances verrouillées…"
	@# Le verrou est complet : sans résolution, la parution d'une version neuve d'un paquet ne peut pas faire échouer pip.
	@$(DANS) -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(DANS) -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

annexe: env ## compose l'annexe financière du dossier d'exemple, dans tous les formats
	@mkdir -p $(SORTIES)
	@test -e $(SORTIES)/noyer_dore || $(VENV)/bin/financement exemple $(SORTIES)/noyer_dore
	@$(VENV)/bin/financement annexe $(SORTIES)/noyer_dore --au $(ARRETE) --remplacer --sortie "$(CURDIR)/$(SORTIES)/annexe"
	@echo "À ouvrir : $(CURDIR)/$(SORTIES)/annexe/annexe-financiere.pdf, ou .html, .xlsx, .docx"

test: env ## tout ce que fait la bibliothèque (OPTIONS="…" pour pytest)
	@$(DANS) -m pytest -n auto --dist worksteal -m "not long" $(OPTIONS)

test-long: env ## LibreOffice, navigateur, gros fichiers, et chaque loi sur bien plus de tirages
	@$(DANS) -m pytest -n auto --dist worksteal -m "long or hypothesis" --hypothesis-profile=long $(OPTIONS)

test-complet: env ## les deux en un seul passage : ce que lance l'intégration continue
	@$(DANS) -m pytest -n auto --dist worksteal --hypothesis-profile=integration $(OPTIONS)

couverture: env ## lignes et branches du noyau que ses essais parcourent
	@# La mesure triple le temps de ce qu’elle suit : elle ne suit que les essais du noyau, sur peu de tirages.
	@$(DANS) -m pytest -n auto --dist worksteal -m "not long" --hypothesis-profile=bref --cov=financement tests/financement $(OPTIONS)

lint: env ## style et erreurs courantes
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .

format: env ## met le code en forme
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

types: env ## types, en mode strict
	@$(VENV)/bin/mypy

contrats: env ## couches et imports interdits
	@$(VENV)/bin/lint-imports --no-logo

verifier: lint types contrats ## lint, types et contrats

solidite: env ## longues épreuves : entrées mutées, processus tués, faux (OPTIONS="…" : nom, --nombre, --graine)
	@$(DANS) -m tests.solidite $(OPTIONS)

# L'outil réécrit le noyau dans mutants/, où il joue les essais que nomme [tool.mutmut].
mutation: env ## altère arrondi, partage, clôture et contrôles, et dit ce que les essais ne voient pas (une heure)
	@$(DANS) -m pip install -qq --disable-pip-version-check "mutmut>=3.8,<4"
	@$(DANS) -m mutmut run
	@$(DANS) -m mutmut results

bench: $(BANC) ## rapports de durées, petites tailles
	@$(BANC)/bin/python -m tests.bench

performances: $(BANC) ## refait docs/performances.md : toutes les tailles, près d'une heure
	@$(BANC)/bin/python -m tests.bench.page

# Les outils auxquels le banc compare ne sont pas des dépendances : ils ont leur environnement, verrou du projet compris.
$(BANC): requirements.lock pyproject.toml tests/bench/outils.txt tests/bench/outils.sh | $(DANS)
	@tests/bench/outils.sh
	@$(DANS) -m venv --clear $(BANC)
	@$(BANC)/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BANC)/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BANC)/bin/python -m pip install -qq --disable-pip-version-check -r tests/bench/outils.txt
	@touch $@

importer: env ## importe les fichiers reçus d'exemple : un dossier et son rapport dans sorties/
	@mkdir -p $(RECUS)
	@cp $(addprefix examples/fichiers_recus/,$(SOURCES) convention.toml correspondance.toml) $(RECUS)
	@rm -rf $(RECUS)/terrasses $(RECUS)/rapport.xlsx
	@# Le code 1 dit que le dossier est écrit, et qu'il y a des constats bloquants : l'exemple en a, plantés exprès.
	@cd $(RECUS) && { "$(CURDIR)/$(VENV)/bin/financement" importer $(SOURCES) --correspondance correspondance.toml \
	  --vers terrasses --rapport rapport.xlsx || [ $$? -eq 1 ]; }
	@echo "Ces constats bloquants sont attendus : l'exemple a des totaux faux, comme de vrais fichiers. Rien n'a échoué."
	@echo "À ouvrir : $(CURDIR)/$(RECUS)/rapport.xlsx, à côté des fichiers reçus où mènent ses liens"
	@echo "Le dossier : $(CURDIR)/$(RECUS)/terrasses"

rapprocher: importer ## rapproche le dossier importé de la comptabilité de la Ville
	@cp examples/fichiers_recus/comptabilite.toml $(RECUS)
	@rm -f $(RECUS)/rapprochement.xlsx
	@# Le code 1 dit qu'un écart porte de l'argent : l'exemple en a un, planté exprès.
	@cd $(RECUS) && { "$(CURDIR)/$(VENV)/bin/financement" rapprocher terrasses grand_livre_ville.csv mandats_2009.xml \
	  --correspondance comptabilite.toml --au 2011-12-31 --maitre-ouvrage VILLE --xlsx rapprochement.xlsx || [ $$? -eq 1 ]; }
	@echo "À ouvrir : $(CURDIR)/$(RECUS)/rapprochement.xlsx"

maquette: env ## écrit la maquette du dossier d'exemple dans sorties/
	@mkdir -p $(SORTIES)
	@test -e $(SORTIES)/noyer_dore || $(VENV)/bin/financement exemple $(SORTIES)/noyer_dore
	@rm -f $(SORTIES)/maquette.xlsx
	@$(VENV)/bin/financement maquette $(SORTIES)/noyer_dore $(SORTIES)/maquette.xlsx --au $(ARRETE)
	@echo "À ouvrir : $(CURDIR)/$(SORTIES)/maquette.xlsx"

api: env ## refait docs/api.md, la page des noms publics
	@$(DANS) -m tests.api

images: annexe maquette rapprocher ## refait les images de la documentation (LibreOffice, poppler, Chromium)
	@$(DANS) -m tests.images $(SORTIES) docs/images

verrou: ## recalcule requirements.lock (OPTIONS=--upgrade pour tout rajeunir)
	@PYTHON="$(PYTHON)" .ci/verrou $(OPTIONS)

nettoyer: ## efface l'environnement, les sorties et les traces des outils
	@rm -rf $(VENV) $(SORTIES) dist htmlcov mutants .coverage .coverage.* .benchmarks .hypothesis
	@rm -rf .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
