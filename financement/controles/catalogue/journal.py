"""Phrases et remèdes des contrôles du journal : engagements, paiements, calendrier, dépenses et demandes."""

from types import MappingProxyType
from typing import Final

from financement.controles.catalogue.codes import CodeControle, ModeleControle
from financement.controles.constat import Gravite

__all__ = ["MODELES_DU_JOURNAL"]

_M = ModeleControle
_C = CodeControle
_A, _B, _I = Gravite.ALERTE, Gravite.BLOQUANT, Gravite.INFORMATION

MODELES_DU_JOURNAL: Final = MappingProxyType(
    {
        _C.ENGAGE_SUPERIEUR_AU_PROGRAMME: _M(
            _B,
            "{operation}, {financeur} ({nature}) : l’engagé ({constate}) dépasse le programmé ({attendu}) de {ecart}.",
            "Dégager {ecart} au journal, ou programmer ce montant au plan de la version en vigueur, par "
            "fongibilité entre opérations de même nature et de même maître d’ouvrage (lecture C), par avenant "
            "sinon.",
        ),
        _C.ENGAGEMENT_HORS_DELAI: _M(
            _B,
            "{operation}, {financeur} : engagement du {constate} postérieur à la date limite d’engagement ({attendu}).",
            "Vérifier au journal la date de la décision, ou inscrire dans la convention la limite qu’un avenant "
            "a repoussée ; si la décision est vraiment tardive, la dégager.",
        ),
        _C.PLUSIEURS_DAS: _M(
            _B,
            "{operation}, {financeur} : {constate} décisions attributives ({pieces}) au lieu d’une seule ; "
            "une nouvelle décision modifie la première et en garde le numéro.",
            "Donner pour pièce au journal, à chaque décision qui modifie la première, le numéro de celle-ci "
            "({premiere}), ou dégager celle qui fait double emploi ; si ce sont deux opérations, les séparer.",
        ),
        _C.ENGAGE_NEGATIF: _M(
            _B,
            "{operation}, {financeur} ({nature}) : les dégagements dépassent les engagements ; engagé {constate}.",
            "Ajouter au journal l’engagement qui manque ({manque}), ou corriger le dégagement en trop.",
        ),
        _C.DAS_SANS_LIGNE: _M(
            _B,
            "{operation}, {financeur} : engagement du {date} alors que le tableau financier alors en vigueur "
            "(version {version}) ne programme rien sur cette ligne.",
            "Vérifier la date de l’engagement au journal, celle de l’avenant dans la convention et la version "
            "de la ligne au plan ; si la décision précède bien l’avenant, la dégager et en faire prendre une "
            "nouvelle par l’ANRU.",
        ),
        _C.TAUX_OU_NATURE_MODIFIE: _M(
            _A,
            "{operation}, {financeur} : {objet} a changé depuis la décision attributive ({avant} à l’engagement, "
            "{apres} en version {version}) ; le taux et la nature du coût ne changent pas entre la décision et "
            "le solde.",
            "Rétablir {objet} d’origine ({avant}) dans les opérations, ou dégager la décision et en faire "
            "prendre une nouvelle par l’ANRU (règle de stabilité : lecture C).",
        ),
        _C.ENGAGEMENT_NON_LU: _M(
            _I,
            "{financeur} : engagé réputé ; les mouvements d’engagement du journal ({nombre}, net {constate}) "
            "ne comptent pas (lecture C).",
            "Rien à corriger si les engagements de ce financeur ne sont pas suivis (ces mouvements peuvent "
            'sortir du journal) ; sinon, retirer de la convention son engagement = "repute".',
        ),
        _C.PAYE_SUPERIEUR_A_L_ENGAGE: _M(
            _B,
            "{operation}, {financeur} ({nature}) : le payé ({constate}) dépasse {plafond} ({attendu}) de {ecart}.",
            "Vérifier au journal les montants versés ; s’ils sont justes, {combler}, ou faire reverser {ecart} "
            "et inscrire ce reversement au journal.",
        ),
        _C.PAIEMENT_AVANT_ENGAGEMENT: _M(
            _A,
            "{operation}, {financeur} ({nature}) : paiement du {constate} antérieur au premier engagement ({attendu}).",
            "Vérifier au journal la date de ce versement et celle de l’engagement, ou y ajouter l’engagement "
            "antérieur qui manque.",
        ),
        _C.PAIEMENT_APRES_SOLDE: _M(
            _A,
            "{operation}, {financeur} ({nature}) : paiement du {constate} postérieur au solde du {attendu}.",
            "Vérifier au journal le type et la date de ce versement : un solde versé en deux fois s’écrit comme "
            "un acompte, puis un solde ; s’il a été payé deux fois, le faire reverser.",
        ),
        _C.PAYE_NEGATIF: _M(
            _B,
            "{operation}, {financeur} ({nature}) : les reversements dépassent les paiements ; payé {constate}.",
            "Ajouter au journal le paiement qui manque ({manque}), ou corriger le reversement en trop.",
        ),
        _C.TROP_PERCU: _M(
            _A,
            "{operation}, {financeur} ({nature}) : le payé ({constate}) dépasse le montant de clôture ({attendu}) de "
            "{ecart} ; un ordre de reversement est à émettre (lecture C).",
            "Faire émettre un ordre de reversement de {ecart} par ce financeur et, une fois payé, l’inscrire au "
            "journal comme reversement ; « financement expliquer » donne le calcul du montant de clôture "
            "(lecture C).",
        ),
        _C.MOUVEMENT_APRES_ABANDON: _M(
            _B,
            "{operation}, {financeur} : {type} du {constate} alors que l’opération est abandonnée depuis le {attendu}.",
            "Corriger au journal la date ou l’opération de ce mouvement ; s’il est juste, le dégager ou le "
            "faire reverser, ou reprendre l’opération par avenant, son statut vidé dans les opérations.",
        ),
        _C.ABANDONNEE_ENCORE_PROGRAMMEE: _M(
            _A,
            "{operation} : abandonnée depuis le {abandon}, encore programmée pour {programme} ; un avenant doit la "
            "retirer du plan de financement.",
            "Inscrire par avenant à zéro, dans les opérations et au plan, le coût de l’opération et ses lignes de "
            "financement, ou reprendre l’opération en vidant son statut.",
        ),
        _C.MOUVEMENT_HORS_CONVENTION: _M(
            _A,
            "{operation} : {type} du {constate}, avant la signature de la convention ({attendu}).",
            "Vérifier la date au journal, ou celle de la signature dans la convention ; un mouvement antérieur "
            "admis par dérogation se justifie à part.",
        ),
        _C.PAIEMENT_HORS_DELAI: _M(
            _A,
            "{operation}, {financeur} ({nature}) : {type} du {constate}, après la date limite de solde ({attendu}).",
            "Vérifier la date au journal, ou inscrire dans la convention la date limite de solde qu’un avenant "
            "a repoussée ; si le versement est vraiment tardif, le faire régulariser par l’ANRU.",
        ),
        _C.ACOMPTES_RAPPROCHES: _M(
            _A,
            "{operation}, {financeur} : acompte du {constate}, moins de {mois} mois après celui du {precedent} ; il "
            "n’était attendu qu’au {attendu} ({reference}).",
            "Vérifier au journal la date des deux acomptes ; si elles sont justes, justifier auprès de l’ANRU "
            "cet acompte plus tôt, ou fixer « periodicite_des_acomptes » au règlement du dossier, avec sa "
            "référence.",
        ),
        _C.SOLDE_NON_DEMANDE: _M(
            _A,
            "{operation}, {financeur} ({nature}) : opération achevée le {achevement}, solde non demandé ; "
            "reste à verser {attendu}.",
            "Faire demander à l’ANRU le solde de {attendu} par le maître d’ouvrage ({maitre_ouvrage}), et "
            "inscrire cette demande au journal.",
        ),
        _C.AVANCE_SANS_ACOMPTE: _M(
            _A,
            "{operation}, {financeur} ({nature}) : avance de {constate} versée le {date}, aucun acompte depuis, alors "
            "que le démarrage était prévu en {debut}.",
            "Demander l’état d’avancement au maître d’ouvrage ({maitre_ouvrage}), puis corriger le semestre de "
            "démarrage dans les opérations, inscrire au journal l’acompte versé, ou faire reverser l’avance de "
            "{constate}.",
        ),
        _C.RISQUE_DE_CADUCITE: _M(
            _A,
            "{operation}, {financeur} ({nature}) : engagée le {date}, non démarrée {mois} mois après ({attendu}) ; "
            "{engage} risquent la caducité ({reference}, lecture {confiance}).",
            "Obtenir du maître d’ouvrage ({maitre_ouvrage}) qu’il commence et inscrire au journal une dépense "
            "justifiée, ou dégager {engage} ; si l’ANRU proroge, fixer « delai_de_commencement » au règlement "
            "du dossier (lecture {confiance}).",
        ),
        _C.RECETTE_SANS_EFFET: _M(
            _A,
            "{operation} : {constate} de recettes sur un coût brut, dont elles ne se déduisent pas : elles ne changent "
            "aucun montant. Une dépense annulée ou réduite est une annulation ; un coût net de ses recettes, un "
            "déficit (lecture C).",
            "Donner au journal le type annulation à ce qui réduit une dépense, ou écrire deficit pour nature de "
            "coût dans les opérations, si les recettes réduisent vraiment la base de la subvention (lecture C).",
        ),
        _C.ANNULATIONS_SUPERIEURES: _M(
            _B,
            "{operation} : les annulations dépassent les dépenses justifiées ; dépense {constate}, comptée zéro.",
            "Ajouter au journal la dépense qui manque ({manque}), ou corriger l’annulation en trop.",
        ),
        _C.REJETS_SUPERIEURS: _M(
            _B,
            "{operation}, {financeur} ({nature}) : les rejets dépassent les demandes de paiement ; demandé {constate}.",
            "Ajouter au journal la demande de paiement qui manque ({manque}), ou corriger le rejet en trop.",
        ),
        _C.MOUVEMENT_EN_DOUBLE: _M(
            _A,
            "{operation} : {type} de {montant} du {date}, pièce « {piece} », déjà au journal ({ailleurs}).",
            "Supprimer au journal la ligne en trop, ou distinguer les deux mouvements par leur libellé.",
        ),
        _C.JOURNAL_SANS_MOUVEMENT: _M(
            _I,
            "Le dossier n’a aucun mouvement : ni engagement, ni paiement, ni dépense. Si un journal existe, il n’a pas "
            "été lu.",
            "Rien à corriger si la convention commence ; sinon, joindre le journal au dossier, ou remplir la feuille "
            "« Journal ».",
        ),
    }
)
