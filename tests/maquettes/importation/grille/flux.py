"""De petits flux PES V2 et TotEM, sur leur forme publiée ; noms, numéros et montants sont inventés."""

from collections.abc import Mapping

__all__ = ["budget", "compte_financier", "ligne_de_budget", "ligne_de_piece", "pes", "piece"]


def ligne_de_piece(numero: int, champs: Mapping[str, str], rattachement: str = "", tiers: str = "Entreprise") -> str:
    lus = "".join(f'<{nom} V="{valeur}"/>' for nom, valeur in champs.items())
    return (
        f'<LigneDePiece><BlocLignePiece><InfoLignePce><IdLigne V="{numero}"/>{lus}</InfoLignePce>{rattachement}'
        f'</BlocLignePiece><Tiers><InfoTiers><RefTiers V="7"/><Nom V="{tiers}"/></InfoTiers></Tiers></LigneDePiece>'
    )


def piece(numero: int, *lignes: str) -> str:
    bloc = f'<BlocPiece><InfoPce><IdPce V="{numero}"/><TypPce V="01"/><Obj V="Objet {numero}"/></InfoPce></BlocPiece>'
    return f"<Piece>{bloc}{''.join(lignes)}</Piece>"


def bordereau(numero: int, genre: str, jour: str, *pieces: str) -> str:
    bloc = (
        f'<BlocBordereau><Exer V="{jour[:4]}"/><IdBord V="{numero}"/><DteBordEm V="{jour}"/><TypBord V="{genre}"/>'
        "</BlocBordereau>"
    )
    return f"<Bordereau>{bloc}{''.join(pieces)}</Bordereau>"


def pes() -> bytes:
    """Un mandat HT de deux lignes, un mandat sans TVA, une réduction du premier, un titre."""
    ecole = {"Nature": "2313", "Operation": "OP7"}
    depenses = (
        bordereau(
            4,
            "01",
            "2010-02-11",
            piece(
                51,
                ligne_de_piece(1, {**ecole, "MtHT": "80000.00", "MtTVA": "15680.00"}),
                ligne_de_piece(2, {**ecole, "MtHT": "-500.50", "MtTVA": "0"}),
            ),
            piece(52, ligne_de_piece(1, {"Nature": "2031", "Operation": "OP8", "MtHT": "12000.00"})),
        ),
        bordereau(
            9,
            "02",
            "2010-06-30",
            piece(
                3,
                ligne_de_piece(
                    1,
                    {**ecole, "MtHT": "4000.00", "MtTVA": "784.00"},
                    '<RattachPiece><ExerRat V="2010"/><PceRat V="51"/><NumLigneRat V="1"/></RattachPiece>',
                ),
            ),
        ),
    )
    recettes = bordereau(
        2, "01", "2010-07-02", piece(31, ligne_de_piece(1, {"Operation": "OP7", "MtHT": "36000.00"}, "", "ANRU"))
    )
    return (
        '<?xml version="1.0" encoding="ISO-8859-1"?><n:PES_Aller xmlns:n="http://exemple/pes">'
        '<EnTetePES><DteStr V="2010-07-03"/></EnTetePES>'
        f"<PES_DepenseAller>{''.join(depenses)}</PES_DepenseAller>"
        f"<PES_RecetteAller>{recettes}</PES_RecetteAller></n:PES_Aller>"
    ).encode("latin-1")


def ligne_de_budget(champs: Mapping[str, str]) -> str:
    lus = "".join(f'<{nom} V="{valeur}"/>' for nom, valeur in champs.items())
    return f'<LigneBudget>{lus}<MtSup Code="MtOpeCumul" V="999999.99"/></LigneBudget>'


def budget() -> str:
    """Deux opérations, et les mêmes montants par chapitre, par regroupement et en solde."""
    lignes = [
        {
            "Nature": "2313",
            "LibCpte": "École",
            "Operation": "7",
            "CodRD": "D",
            "CredOuv": "90000",
            "MtReal": "81234.56",
        },
        {"Nature": "2031", "LibCpte": "École", "Operation": "7", "CodRD": "D", "CredOuv": "5000", "MtReal": "1000"},
        {"Nature": "1321", "LibCpte": "École", "Operation": "7", "CodRD": "R", "CredOuv": "40000", "MtReal": "36000"},
        {"Nature": "2152", "LibCpte": "Voirie", "Operation": "8", "CodRD": "D", "CredOuv": "10", "MtReal": "0"},
        {"ChapitreNature": "23", "Operation": "7", "CodRD": "D", "MtReal": "81234.56"},
        {"RegroupNature": "DEP", "Operation": "7", "CodRD": "D", "MtReal": "82234.56"},
        {"Groupe": "SOLDEINVOP", "Operation": "7", "MtReal": "-46234.56"},
        {"Nature": "6011", "CodRD": "D", "MtReal": "777.00"},
    ]
    entete = '<EnTeteBudget><LibelleEtab V="VILLE"/><Nomenclature V="M57"/></EnTeteBudget>'
    corps = "".join(map(ligne_de_budget, lignes))
    return f'<Budget>{entete}<BlocBudget><Exer V="2010"/></BlocBudget>{corps}</Budget>'


def compte_financier() -> bytes:
    """Le compte financier unique, qui enveloppe le document budgétaire."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><c:CompteFinancierUnique xmlns:c="http://exemple/cfu">'
        f'<DocumentBudgetaire xmlns="http://exemple/budget">{budget()}</DocumentBudgetaire></c:CompteFinancierUnique>'
    ).encode()
