"""L’avenant de clôture proposé, écrit comme une nouvelle version du dossier : clore de nouveau n’y change rien."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from exports import chemin_exemple
from financement import calculer_cloture, generer_avenant_cloture
from financement.valeurs.montants import afficher_montant
from maquettes import ecrire_dossier, lire_dossier

AU = date(2015, 3, 31)
cloture = calculer_cloture(lire_dossier(chemin_exemple()), au=AU)
propose = generer_avenant_cloture(cloture, signature=AU)

# Le dossier d'origine n'est jamais modifié : le nouveau s'écrit ailleurs.
with TemporaryDirectory() as provisoire:
    destination = Path(provisoire) / "avec-avenant"
    ecrire_dossier(propose, destination)
    nouvelle = calculer_cloture(lire_dossier(destination), au=AU)

print(f"Avenant n° {propose.convention.avenants[-1].numero}, de nature « cloture », au {AU:%d/%m/%Y}")
print(f"Programmé avant : {afficher_montant(cloture.total.programme)}")
print(f"Programmé après : {afficher_montant(nouvelle.total.programme)}")
avant = {ligne.cle: ligne.montant_cloture for ligne in cloture.lignes if ligne.montant_cloture}
apres = {ligne.cle: ligne.montant_cloture for ligne in nouvelle.lignes if ligne.montant_cloture}
print(f"Montants de clôture inchangés : {'oui' if avant == apres else 'NON'} ({len(apres)} lignes)")
