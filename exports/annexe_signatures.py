"""Les cadres de signature de l’annexe, ou ce qui empêche de la signer."""

from collections.abc import Iterator, Sequence

from exports.annexe_constats import constats_du_perimetre
from exports.annexe_contexte import Contexte
from exports.annexe_signataires import Personne, ligne_du_signataire, personnes
from exports.champs_listes import enumerer
from exports.document_elements import Signature
from exports.document_texte import LONGUEUR_MAXIMALE
from exports.typographie import afficher_euros
from financement.cloture.resultat import LigneCloturee
from financement.constat import Constat, nombre_bloquants
from financement.controles.noms import NOMS_DES_CONTROLES
from financement.dates import afficher_date
from financement.libelles import accorder
from financement.nomenclature import LIBELLES_CATEGORIES, LIBELLES_NATURES, NATURES, Categorie

__all__ = ["empechements", "note", "signatures"]


def signatures(contexte: Contexte) -> tuple[Signature, ...]:
    """Un cadre par personne morale qui a part à l’annexe, à tous ses titres ; aucun tant que quelque chose bloque."""
    if empechements(contexte):
        return ()
    return tuple(_cadre(contexte, personne) for personne in personnes(contexte) if personne.est_morale)


def note(contexte: Contexte) -> str:
    """Les organismes qui n’ont pas de cadre, et pourquoi ; vide s’il n’y en a pas."""
    noms = [personne.nom for personne in personnes(contexte) if not personne.est_morale]
    if not noms or empechements(contexte):
        return ""
    suite = "un regroupement ou un fonds ne signe que si le dossier en déclare le SIRET ou le signataire."
    return f"Sans cadre : {enumerer(noms)} ; {suite}"[:LONGUEUR_MAXIMALE]


def empechements(contexte: Contexte) -> tuple[str, ...]:
    """Ce qui empêche de signer, une phrase par code : les constats bloquants du périmètre, le nombre des autres."""
    phrases = []
    signature = contexte.convention.date_signature
    if contexte.au < signature:
        phrases.append(f"La convention n’est signée que le {afficher_date(signature)}, après la date d’arrêté.")
    ici = [constat for constat in constats_du_perimetre(contexte) if constat.est_bloquant]
    codes = dict.fromkeys(constat.code for constat in ici)
    phrases += [_empechement(code, [constat for constat in ici if constat.code == code]) for code in codes]
    if ailleurs := nombre_bloquants(contexte.constats) - len(ici):
        autre = ("autre ", "autres ") if ici else ("", "")
        portent = accorder(ailleurs, f"{autre[0]}constat bloquant porte", f"{autre[1]}constats bloquants portent")
        phrases.append(f"{portent} sur le reste du dossier.")
    return tuple(phrases)


def _empechement(code: str, constats: Sequence[Constat]) -> str:
    """Le nom du contrôle, et ce qu’il vise ; la page de décision et le tableau des constats disent le reste."""
    premier = constats[0]
    plusieurs = (accorder(len(constats), "constat", "constats"),)
    vise = (premier.operation, premier.financeur) if len(constats) == 1 else plusieurs
    return f"{NOMS_DES_CONTROLES[code]} ({', '.join(filter(None, (code, *vise)))})"


def _cadre(contexte: Contexte, personne: Personne) -> Signature:
    titres = [
        *(["porteur de projet"] if personne.est_porteur else []),
        *(["financeur"] if personne.financeurs else []),
        *(["maître d’ouvrage"] if personne.maitres else []),
    ]
    qualite = enumerer(titres)
    categorie = ""
    if personne.financeurs and personne.categorie not in {None, Categorie.AUTRE}:
        categorie = f" – {LIBELLES_CATEGORIES[personne.categorie]}"
    return Signature(
        organisme=personne.nom,
        qualite=f"{qualite[0].upper()}{qualite[1:]}{categorie}",
        objet=f"Arrête {enumerer(_objets(contexte, personne))}.",
        signataire=ligne_du_signataire(personne),
    )


def _objets(contexte: Contexte, personne: Personne) -> Iterator[str]:
    """Ce qu’elle arrête à chaque titre : les concours de la convention, les siens, le plan de ses opérations."""
    if personne.est_porteur:
        yield f"les concours de la convention à {_montant(contexte, contexte.concours)}"
    lignes = [ligne for ligne in contexte.cloture.lignes if ligne.cle.financeur in personne.financeurs]
    yield from _ses_montants(contexte, lignes)
    if personne.maitres:
        siennes = [li for li in contexte.cloture.lignes if li.faits.operation.maitre_ouvrage in personne.maitres]
        yield f"le financement de ses opérations à {_montant(contexte, siennes)}"


def _ses_montants(contexte: Contexte, lignes: Sequence[LigneCloturee]) -> Iterator[str]:
    """Les concours d’un financeur, et son autofinancement pour mémoire."""
    concours = [ligne for ligne in lignes if ligne.cle.est_concours]
    siens = [ligne for ligne in lignes if not ligne.cle.est_concours]
    if concours:
        yield f"ses concours à {_montant(contexte, concours)}{_par_nature(contexte, concours)}"
    if siens:
        yield f"son autofinancement (pour mémoire) à {_montant(contexte, siens)}"


def _montant(contexte: Contexte, lignes: Sequence[LigneCloturee]) -> str:
    return afficher_euros(sum(ligne.montant_cloture for ligne in lignes), contexte.unite)


def _par_nature(contexte: Contexte, lignes: Sequence[LigneCloturee]) -> str:
    """Les natures de ces concours et leur montant, s’il y en a plusieurs."""
    parts = {
        nature: [ligne for ligne in lignes if ligne.cle.nature is nature and ligne.montant_cloture]
        for nature in NATURES
    }
    presentes = {nature: siennes for nature, siennes in parts.items() if siennes}
    if len(presentes) < 2:  # noqa: PLR2004 -- une seule nature ne se détaille pas
        return ""
    detail = ", ".join(
        f"{LIBELLES_NATURES[nature].lower()} {_montant(contexte, siennes)}" for nature, siennes in presentes.items()
    )
    return f" ({detail})"
