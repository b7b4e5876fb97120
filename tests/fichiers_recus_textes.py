"""Les fichiers comptables de la Ville dans ``examples/fichiers_recus`` : son grand livre, et ses mandats de 2009."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

__all__ = ["GRAND_LIVRE", "MANDATS", "TITRES", "ecrire_grand_livre", "ecrire_mandats"]

_TVA: Final = Decimal("0.196")

# Date, type, pièce, opération comptable, compte, tiers, objet, montant HT ; un titre n’a pas de TVA.
GRAND_LIVRE: Final = (
    ("16/05/2008", "MDT", "412", "RU09ECOLE", "2031", "ARCHIPEL", "Maîtrise d’œuvre, acompte 1", "84500.00"),
    ("23/09/2008", "MDT", "688", "RU09ECOLE", "2031", "ARCHIPEL", "Maîtrise d’œuvre, acompte 2", "62315.40"),
    ("18/11/2008", "MDT", "871", "RU08PLACE", "2031", "ATELIER DU BELVÉDÈRE", "Études de la place", "38750.00"),
    ("02/12/2008", "MDT", "902", "VOIRIE2008", "2315", "EUROCHAUSSÉES", "Entretien rue du Moulin", "51200.00"),
    ("09/12/2008", "TIT", "301", "RU09ECOLE", "1322", "CONSEIL RÉGIONAL", "Acompte subvention école", "90000.00"),
    ("17/02/2010", "MDT", "133", "RU09ECOLE", "2313", "BÂTIVERNAY", "Situation 6", "412680.55"),
    ("21/04/2010", "MDT", "287", "RU09ECOLE", "2313", "BÂTIVERNAY", "Situation 7", "388214.20"),
    ("05/05/2010", "ANN MDT", "14", "RU09ECOLE", "2313", "BÂTIVERNAY", "Annulation du mandat 287", "388214.20"),
    ("12/05/2010", "MDT", "341", "RU09ECOLE", "2313", "BÂTIVERNAY SUD", "Situation 7, réémission", "388214.20"),
    ("15/06/2010", "TIT", "210", "RU09ECOLE", "1323", "CONSEIL GÉNÉRAL", "Acompte subvention école", "160000.00"),
    ("08/07/2010", "MDT", "455", "RU08PLACE", "2315", "EUROCHAUSSÉES", "Situation 1 ; lot voirie", "615240.00"),
    ("02/09/2010", "TIT", "288", "RU08PLACE", "1325", "CA DU HAUT-VERNAY", "Fonds de concours", "45000.00"),
    ("14/09/2010", "RED MDT", "22", "RU08PLACE", "2315", "EUROCHAUSSÉES", "Avoir sur mandat 455", "-3120.00"),
    ("14/10/2010", "TIT", "355", "RU09ECOLE", "1321", "AGENCE NAT. RÉNOV. URBAINE", "2e acompte école", "360000.00"),
    ("21/10/2010", "MDT", "690", "RU08PLACE", "2315", "EUROCHAUSSÉES", "Situation 2", "742118.36"),
    ("25/11/2010", "TIT", "361", "RU08PLACE", "1321", "AGENCE NAT. RÉNOV. URBAINE", "2e acompte place", "300000.00"),
    ("08/02/2011", "MDT", "76", "RU09ECOLE", "2313", "BÂTIVERNAY", "Situation 12", "295007.00"),
    ("30/03/2011", "MDT", "158", "RU08SQUARE", "2031", "ATELIER DU BELVÉDÈRE", "Études du square", "21640.25"),
    ("19/05/2011", "TIT", "95", "RU09ECOLE", "1322", "CONSEIL RÉGIONAL", "Acompte n° 3 subvention école", "75000.00"),
    ("08/09/2011", "TIT", "140", "RU08PLACE", "1323", "CONSEIL GÉNÉRAL", "Acompte subvention place", "70000.00"),
    ("04/10/2011", "ANN TIT", "6", "RU08PLACE", "1323", "CONSEIL GÉNÉRAL", "Réduction du titre 140", "5000.00"),
)  # fmt: skip

# Bordereau, sa date, pièce, objet, opération comptable, montant HT, TVA (vide : non remplie), tiers.
MANDATS: Final = (
    ("41", "2009-04-16", "01", "517", "ECOLE SITUATION 1", "RU09ECOLE", "356200.00", "69815.20", "BATIVERNAY"),
    ("58", "2009-06-18", "01", "643", "ECOLE SITUATION 2", "RU09ECOLE", "498745.30", "97754.08", "BATIVERNAY"),
    ("58", "2009-06-18", "01", "644", "ETUDES URBAINES PHASE 1", "RU12ETUDES", "95680.00", "", "ATELIER DU BELVEDERE"),
    ("80", "2009-09-24", "01", "911", "ETUDES URBAINES PHASE 2", "RU12ETUDES", "83720.00", "", "ATELIER DU BELVEDERE"),
    ("80", "2009-09-24", "01", "912", "ENTRETIEN RUE DU MOULIN", "VOIRIE2009", "12500.00", "2450.00", "EUROCHAUSSEES"),
    ("85", "2009-10-08", "02", "19", "REDUCTION DU MANDAT 643", "RU09ECOLE", "8400.00", "1646.40", "BATIVERNAY"),
)  # fmt: skip
TITRES: Final = (
    ("27", "2009-07-09", "01", "402", "ACOMPTE 2 REGION ECOLE", "RU09ECOLE", "110000.00", "", "CONSEIL REGIONAL"),
    ("36", "2009-10-05", "01", "511", "ACOMPTE ANRU ECOLE", "RU09ECOLE", "270000.00", "", "AGENCE NAT. RENOV. URBAINE"),
    ("44", "2009-12-03", "01", "588", "ACOMPTE ANRU PLACE", "RU08PLACE", "214200.00", "", "AGENCE NAT. RENOV. URBAINE"),
)  # fmt: skip

RATTACHEES: Final = {"19": "643"}


def _tva(montant: Decimal) -> Decimal:
    return (montant * _TVA).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _en_francais(montant: Decimal) -> str:
    """Groupé par des espaces insécables, le signe à la fin, comme l’imprime le logiciel de comptabilité."""
    entier, decimales = f"{abs(montant):,.2f}".split(".")
    groupe = entier.replace(",", "\N{NO-BREAK SPACE}")
    return f"{groupe},{decimales}{'-' if montant < 0 else ''}"


def ecrire_grand_livre(chemin: Path) -> None:
    """L’état des mandats et des titres, hors 2009 : Windows-1252, points-virgules, fins de ligne de Windows."""
    lignes = [
        "VILLE DE SAINT-AUBRAY - BUDGET PRINCIPAL",
        "Grand livre des opérations d’investissement;;;Exercices 2008, 2010 et 2011",
        "Édité le 16/01/2012 à 09:02;;;Montants en €",
        "",
        "Date;Type;N° pièce;Code opération;Compte;Tiers;Objet;Montant HT;Montant TVA;Montant TTC",
    ]
    for date, genre, piece, code, compte, tiers, objet, texte in GRAND_LIVRE:
        montant = Decimal(texte)
        tva = Decimal(0) if genre.endswith("TIT") else _tva(montant)
        protege = f'"{objet}"' if ";" in objet else objet
        montants = ";".join(_en_francais(valeur) for valeur in (montant, tva, montant + tva))
        lignes.append(f"{date};{genre};{piece};{code};{compte};{tiers};{protege};{montants}")
    lignes.append(f"Nombre d’écritures : {len(GRAND_LIVRE)}")
    chemin.write_bytes("".join(f"{ligne}\r\n" for ligne in lignes).encode("cp1252"))


_ENTETE_PES: Final = """<?xml version="1.0" encoding="ISO-8859-1"?>
<n:PES_Aller xmlns:n="http://www.minefi.gouv.fr/cp/helios/pes_v2/Rev0/aller">
 <EnTetePES><DteStr V="2010-01-18"/><IdPost V="059012"/><IdColl V="21590000000017"/><CodCol V="200"/><CodBud V="00"/>\
<LibelleColBud V="SAINT-AUBRAY"/></EnTetePES>
"""

Piece = tuple[str, str, str, str, str, str, str, str, str]


def ecrire_mandats(chemin: Path) -> None:
    """Le flux comptable de 2009, mandats puis titres."""
    depenses, recettes = _flux("Depense", MANDATS), _flux("Recette", TITRES)
    chemin.write_bytes((_ENTETE_PES + depenses + recettes + "</n:PES_Aller>\n").encode("iso-8859-1"))


def _flux(sens: str, pieces: tuple[Piece, ...]) -> str:
    bordereaux = list(dict.fromkeys((piece[0], piece[1], piece[2]) for piece in pieces))
    corps = "".join(_bordereau(b, [p for p in pieces if p[0] == b[0]], sens) for b in bordereaux)
    return f" <PES_{sens}Aller>\n{corps} </PES_{sens}Aller>\n"


def _bordereau(bordereau: tuple[str, str, str], pieces: list[Piece], sens: str) -> str:
    numero, date, genre = bordereau
    total = sum((Decimal(piece[6]) for piece in pieces), Decimal(0))
    bloc = "".join(
        _balise(nom, valeur)
        for nom, valeur in (
            ("Exer", "2009"),
            ("IdBord", numero),
            ("DteBordEm", date),
            ("TypBord", genre),
            ("NbrPce", str(len(pieces))),
            ("MtBordHT", f"{total}"),
        )
    )
    corps = "".join(_piece(piece, sens) for piece in pieces)
    return f"  <Bordereau>\n   <BlocBordereau>{bloc}</BlocBordereau>\n{corps}  </Bordereau>\n"


def _piece(piece: Piece, sens: str) -> str:
    _, _, genre, numero, objet, operation, montant, tva, tiers = piece
    rattachee = RATTACHEES.get(numero)
    compte = "2313" if sens == "Depense" else "1321"
    ligne = "".join(
        _balise(nom, valeur)
        for nom, valeur in (
            ("IdLigne", "1"),
            ("Nature", compte),
            ("Fonction", "824"),
            ("Operation", operation),
            ("MtHT", montant),
            ("MtTVA", tva),
        )
        if valeur
    )
    rattachement = (
        f'<RattachPiece><ExerRat V="2009"/>{_balise("PceRat", rattachee)}<NumLigneRat V="1"/></RattachPiece>'
        if rattachee
        else ""
    )
    return (
        "   <Piece>\n"
        f"    <BlocPiece><InfoPce>{_balise('IdPce', numero)}{_balise('TypPce', genre)}"
        f'<NatPce V="01"/>{_balise("Obj", objet)}</InfoPce></BlocPiece>\n'
        "    <LigneDePiece>\n"
        f"     <BlocLignePiece><InfoLignePce>{ligne}</InfoLignePce>{rattachement}</BlocLignePiece>\n"
        f"     <Tiers><InfoTiers>{_balise('Nom', tiers)}</InfoTiers></Tiers>\n"
        "    </LigneDePiece>\n"
        "   </Piece>\n"
    )


def _balise(nom: str, valeur: str) -> str:
    return f"<{nom} V={quoteattr(valeur)}/>"
