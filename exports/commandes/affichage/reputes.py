"""Ce que les commandes disent de l’engagé réputé : sa marque auprès d’un code, et la phrase qui l’explique."""

from financement.dossier.convention import Convention

__all__ = ["codes_reputes", "marquer", "mention_des_reputes", "reputes_pour_programme"]


def codes_reputes(convention: Convention) -> list[str]:
    """Les financeurs dont l’engagé est réputé, dans l’ordre du dossier."""
    return [financeur.code for financeur in convention.financeurs if financeur.est_repute]


def reputes_pour_programme(convention: Convention) -> dict[str, object]:
    """La clé « reputes » d’un json ; rien si tous les engagés sont suivis, comme rien ne s’écrit au dossier."""
    codes = codes_reputes(convention)
    return {"reputes": codes} if codes else {}


def marquer(nom: str, *, repute: bool) -> str:
    """Un nom tel qu’une table le montre, « (réputé) » si l’engagé de sa ligne l’est."""
    return f"{nom} (réputé)" if repute else nom


def mention_des_reputes(convention: Convention) -> str:
    """La phrase sous une table d’engagés ; vide si tous sont suivis."""
    codes = codes_reputes(convention)
    if not codes:
        return ""
    return f"Engagé réputé égal au programmé, au moins au payé, faute d’être suivi (lecture C) : {', '.join(codes)}."
