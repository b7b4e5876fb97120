"""Phrases et remèdes des contrôles du plan : équilibre, coûts, taux, plafonds, enveloppes."""

from types import MappingProxyType
from typing import Final

from financement.controles.catalogue.codes import CodeControle, ModeleControle
from financement.controles.constat import Gravite

__all__ = ["MODELES_DU_PLAN"]

_M = ModeleControle
_C = CodeControle
_A, _B, _I = Gravite.ALERTE, Gravite.BLOQUANT, Gravite.INFORMATION

MODELES_DU_PLAN: Final = MappingProxyType(
    {
        _C.PLAN_DESEQUILIBRE: _M(
            _B,
            "{operation}, version {version} : le plan de financement ({constate}) ne fait pas "
            "le coût {base} ({attendu}) ; écart {ecart}.",
            "Reprendre le tableau signé de la version {version} : {equilibrer}, ou corriger dans les opérations "
            "le coût, sa base ou son taux de TVA.",
        ),
        _C.LIGNE_SANS_PROGRAMME: _M(
            _B,
            "{operation}, {financeur} ({nature}) : mouvements sur une ligne sans montant programmé.",
            "Vérifier au journal l’opération, le financeur et la nature de ces mouvements ; s’ils sont justes, "
            "ajouter la ligne au plan, ou dégager et faire reverser ce qui reste.",
        ),
        _C.ANRU_SUPERIEURE_AU_TAUX: _M(
            _A,
            "{operation}, {financeur} : la subvention programmée ({constate}) dépasse {taux} de l’assiette, "
            "soit {attendu} ; écart {ecart}.",
            "Ramener la part de l’ANRU à {attendu} au plan et reporter {ecart} sur un autre financeur, ou "
            "corriger dans les opérations le taux ANRU ou l’assiette.",
        ),
        _C.ASSIETTE_SUPERIEURE_AU_COUT: _M(
            _A,
            "{operation} : l’assiette ({constate}) dépasse le coût ({attendu}) de {ecart}.",
            "Mettre l’assiette et le coût sur la même base (HT ou TTC) dans les opérations, ou ramener "
            "l’assiette à {attendu}.",
        ),
        _C.SUBVENTIONS_SUPERIEURES_A_80: _M(
            _I,
            "{operation} : les subventions ({constate}) dépassent 80 % du coût, soit {attendu} ; la participation "
            "minimale du maître d’ouvrage public peut recevoir une dérogation en rénovation urbaine (lecture C).",
            "Rien à corriger si une dérogation le permet ; sinon, vérifier au plan la nature des lignes (un "
            "prêt saisi en subvention).",
        ),
        _C.PLAN_EN_EUROS_ENTIERS: _M(
            _I,
            "{operation}, version {version} : le plan de financement ({constate}) ne fait pas "
            "le coût {base} ({attendu}) ; écart {ecart}, qu’expliquent des montants en euros entiers (lecture C).",
            "Rien à corriger si le tableau signé est en euros entiers ; sinon, {equilibrer} ou corriger le coût, et "
            'retirer unite = "euro" de la convention.',
        ),
        _C.SORTIE_DU_TABLEAU: _M(
            _I,
            "Avenant n° {avenant}, dont le tableau est complet : sortent du tableau financier {objets} ; "
            "programmé retiré : {programme}.",
            "Rien à corriger si le tableau signé ne les reprend pas ; sinon, ajouter aux opérations et au plan, "
            "en version {avenant}, les lignes oubliées.",
        ),
        _C.APPARENCE_DE_TABLEAU_COMPLET: _M(
            _I,
            "Avenant n° {avenant} : il reprend en entier les opérations qu’il cite, comme un tableau complet, "
            "mais ne cite pas {operations} ({programme}) ; "
            'faute de tableau = "complet", ce qui n’y figure pas reste programmé (lecture C).',
            "Rien à corriger si l’avenant ne dit que ce qui change ; si son tableau signé est entier, écrire "
            'tableau = "complet" à cet avenant, dans la convention.',
        ),
        _C.TTC_INFERIEUR_AU_HT: _M(
            _A,
            "{operation} : le coût TTC ({constate}) est inférieur au coût HT ({attendu}) ; écart {ecart}.",
            "Corriger le coût TTC ou le coût HT dans les opérations, ou vider le coût TTC si le taux de TVA "
            "suffit à le donner.",
        ),
        _C.TTC_CONTRAIRE_AU_TAUX: _M(
            _A,
            "{operation} : le coût TTC ({constate}) n’est pas celui que donne la TVA déclarée, {taux} du coût HT, soit "
            "{attendu} ; écart {ecart}.",
            "Corriger le taux de TVA ou le coût TTC dans les opérations ; à plusieurs taux, écrire le taux "
            "moyen exact (une fraction est admise) ou vider le taux de TVA.",
        ),
        _C.PLAFOND_PAR_LOGEMENT: _M(
            _A,
            "{operation} : l’assiette ({constate}) dépasse le plafond de {plafond} par logement "
            "(logements : {logements}), soit {attendu} ; écart {ecart} ({reference}).",
            "Ramener l’assiette à {attendu} dans les opérations, sans changer le coût, ou y corriger le nombre "
            "de logements.",
        ),
        _C.TAUX_SUPERIEUR_AU_MAXIMUM: _M(
            _A,
            "{operation}, {financeur} : la subvention programmée ({constate}) dépasse le taux maximal de {taux} de "
            "l’assiette, soit {attendu} ; écart {ecart} ({reference}).",
            "Ramener la part de l’ANRU à {attendu} au plan et reporter {ecart} sur un autre financeur, ou "
            "corriger l’assiette dans les opérations ; si l’ANRU admet une difficulté exceptionnelle (+ 30 %, "
            "art. 4), fixer « taux_maximal » au règlement du dossier.",
        ),
        _C.AVANCE_SUPERIEURE_AU_PLAFOND: _M(
            _A,
            "{operation}, {financeur} : l’avance ({constate}) dépasse {taux} du montant attribué, soit {attendu} ; "
            "écart {ecart} ({reference}).",
            "Vérifier au journal le type de ce versement (un acompte saisi en avance) et l’engagé ; s’ils sont "
            "justes, justifier auprès de l’ANRU les {ecart} en trop, ou fixer « avance_maximale » au règlement "
            "du dossier, avec sa référence.",
        ),
        _C.ACOMPTES_SUPERIEURS_AU_PLAFOND: _M(
            _A,
            "{operation}, {financeur} : avance et acomptes ({constate}) dépassent {taux} du montant attribué, "
            "soit {attendu} ; écart {ecart} ({reference}).",
            "Vérifier au journal le type du dernier versement (souvent un solde saisi en acompte) et l’engagé ; "
            "s’ils sont justes, justifier auprès de l’ANRU les {ecart} en trop, ou fixer « acomptes_maximaux » "
            "au règlement du dossier, avec sa référence.",
        ),
        _C.PREMIER_ACOMPTE_EXCESSIF: _M(
            _A,
            "{operation}, {financeur} : le premier acompte ({constate}) dépasse {taux} du montant attribué, soit "
            "{attendu} ; écart {ecart} ({reference}).",
            "Vérifier au journal le montant et la date de ce versement ; s’ils sont justes, justifier auprès de "
            "l’ANRU les {ecart} en trop, ou fixer « premier_acompte » au règlement du dossier, avec sa "
            "référence.",
        ),
        _C.FORFAIT_DE_SALAIRE_DEPASSE: _M(
            _A,
            "{operation} : l’assiette ({constate}) dépasse le forfait de salaire ({plafond} par an, {etp} ETP, {mois} "
            "mois), soit {attendu} ; écart {ecart} ({reference} ; profil le plus favorable, lecture C).",
            "Ramener l’assiette à {attendu} dans les opérations, et la part de l’ANRU en proportion au plan, ou "
            "corriger dans les opérations la quantité d’ETP, l’unité ou la durée (forfait du profil le plus "
            "favorable, lecture C).",
        ),
        _C.ETP_INSUFFISANT: _M(
            _A,
            "{operation}, {financeur} : {constate} programmés pour un poste de {etp} ETP, sous le minimum de {minimal} "
            "ETP, où rien n’est dû ({reference}).",
            "Corriger dans les opérations la quantité ({etp} ETP) ou l’unité, ou retirer du plan les {constate} "
            "de l’ANRU et les reporter sur un autre financeur.",
        ),
        _C.ENVELOPPE_DEPASSEE: _M(
            _B,
            "{financeur} : le programmé ({constate}) dépasse l’enveloppe ({attendu}) de {ecart}.",
            "Réduire de {ecart} la part de ce financeur au plan et la reporter sur d’autres, ou inscrire dans "
            "la convention la nouvelle enveloppe, à l’avenant qui la fixe.",
        ),
        _C.ENVELOPPE_DEPASSEE_A_LA_CLOTURE: _M(
            _B,
            "{financeur} : le montant de clôture ({constate}) dépasse l’enveloppe ({attendu}) de {ecart}.",
            "Chercher les opérations de ce financeur dont l’économie est négative (« financement cloture ») et "
            "y réduire sa part de {ecart}, ou inscrire dans la convention la nouvelle enveloppe, à l’avenant "
            "qui la fixe (montant de clôture : lecture C).",
        ),
    }
)
