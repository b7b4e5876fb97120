"use strict";
// Au moment d'imprimer, les tableaux larges se coupent en volets et les colonnes qui ne disent rien passent en note ;
// ensuite, tout redevient ce qu'il était. Aucun texte du dossier n'y devient du code.
(() => {
  const plans = JSON.parse(document.getElementById("impression").textContent);
  const INSECABLE = "\u00a0";
  const TEXTES = ["texte", "code"];
  const aDefaire = [];

  function changer(element, attribut, valeur) {
    const avant = element.getAttribute(attribut);
    aDefaire.push(() => poser(element, attribut, avant));
    poser(element, attribut, valeur);
  }

  function poser(element, attribut, valeur) {
    if (valeur === null) element.removeAttribute(attribut);
    else element.setAttribute(attribut, valeur);
  }

  function ajouter(element, avant) {
    avant.before(element);
    aDefaire.push(() => element.remove());
  }

  function creer(nom, classe, texte = "") {
    const element = document.createElement(nom);
    if (classe) element.className = classe;
    element.textContent = texte;
    return element;
  }

  // Le groupe de chaque colonne, d'après la première rangée d'en-têtes.
  function groupes(table, nombre) {
    const rangee = table.tHead.rows.length > 1 ? [...table.tHead.rows[0].cells] : [];
    return rangee.length ? rangee.flatMap((cellule) => Array(cellule.colSpan).fill(cellule.textContent)) : Array(nombre).fill("");
  }

  class Tableau {
    constructor(section, plan) {
      this.section = section;
      this.plan = plan;
      this.cadre = section.querySelector(".cadre");
      this.table = this.cadre.querySelector("table");
      this.entetes = [...this.table.tHead.rows[this.table.tHead.rows.length - 1].cells];
      this.groupes = groupes(this.table, this.entetes.length);
      this.posees = new Set();
    }

    // Une ancre ne désigne qu'un lieu : quand les volets diffèrent d'une feuille à l'autre, la section en tient lieu.
    get gardeSesAncres() { return !this.plan.a3; }

    imprimer() {
      if (this.plan.note) ajouter(creer("p", "note impression", this.plan.note), this.cadre);
      for (const feuille of this.plan.a3 ? ["a4", "a3"] : ["a4"]) {
        const classe = this.plan.a3 ? "impression " + feuille : "impression";
        const volets = this.plan[feuille];
        volets.forEach((rangs, rang) => {
          const bloc = creer("div", classe);
          if (volets.length > 1) bloc.append(creer("p", "note", this.nom() + INSECABLE + ": volet " + (rang + 1) + " sur " + volets.length));
          bloc.append(this.volet(rangs));
          ajouter(bloc, this.cadre);
        });
      }
      changer(this.cadre, "class", "cadre remplace");
    }

    nom() { return this.section.querySelector("h3").textContent; }

    volet(rangs) {
      const table = creer("table", "");
      const tete = table.createTHead();
      if (rangs.some((rang) => this.groupes[rang])) tete.append(this.rangeeDesGroupes(rangs));
      const titres = tete.insertRow();
      for (const rang of rangs) titres.append(this.titre(rang, rangs));
      const corps = table.createTBody();
      for (const ligne of this.table.tBodies[0].rows) {
        if (ligne.className !== "explication") corps.append(this.ligne(ligne, rangs));
      }
      return table;
    }

    rangeeDesGroupes(rangs) {
      const rangee = creer("tr", "");
      let derniere = null;
      rangs.forEach((rang, place) => {
        const groupe = this.groupes[rang];
        if (place && groupe && groupe === this.groupes[rangs[place - 1]]) {
          derniere.colSpan += 1;
          return;
        }
        derniere = creer(groupe ? "th" : "td", (groupe ? "groupe" : "") + this.filet(rang, rangs), groupe);
        rangee.append(derniere);
      });
      return rangee;
    }

    titre(rang, rangs) {
      const texte = (this.plan.libelles || {})[rang] || this.entetes[rang].textContent;
      const titre = creer("th", (this.estNombre(rang) ? "n" : "") + this.filet(rang, rangs), texte);
      titre.scope = "col";
      return titre;
    }

    ligne(ligne, rangs) {
      const copie = creer("tr", ligne.className);
      copie.hidden = ligne.hidden;
      if (ligne.cells.length < this.entetes.length) {
        copie.append(ligne.cells[0].cloneNode(true));
        copie.cells[0].colSpan = rangs.length;
        return copie;
      }
      // Le nom d'un sous-total ou d'un total s'étend sur les cellules vides qui le suivent.
      const etendue = ligne.className ? rangs.findIndex((rang, place) => place && ligne.cells[rang].textContent) : 1;
      rangs.forEach((rang, place) => {
        if (place === 0 || place >= etendue) copie.append(this.cellule(ligne.cells[rang], rang, rangs, !ligne.className));
      });
      copie.cells[0].colSpan = etendue;
      return copie;
    }

    cellule(cellule, rang, rangs, estDonnee) {
      const copie = cellule.cloneNode(true);
      const estCode = estDonnee && this.entetes[rang].dataset.genre === "code";
      copie.className = (rang && this.estNombre(rang) ? "n" : estCode ? "c" : "") + this.filet(rang, rangs);
      for (const attribut of ["tabindex", "aria-expanded"]) copie.removeAttribute(attribut);
      if (!cellule.id) return copie;
      if (this.gardeSesAncres) changer(cellule, "id", null);
      else copie.removeAttribute("id");
      return copie;
    }

    estNombre(rang) { return !TEXTES.includes(this.entetes[rang].dataset.genre); }

    filet(rang, rangs) {
      const place = rangs.indexOf(rang);
      return place && this.groupes[rang] !== this.groupes[rangs[place - 1]] ? " filet" : "";
    }
  }

  // Un lien imprimé mène à ce qui s'imprime : la cellule, à défaut son tableau, à défaut nulle part.
  function detourner(lien, tableaux) {
    const cible = document.getElementById(decodeURIComponent(lien.hash.slice(1)));
    const section = cible && cible.closest("section.tableau");
    if (!section || cible === section) {
      if (!cible || cible.closest("[data-joint]")) changer(lien, "href", null);
    } else if (section.dataset.joint !== undefined) {
      changer(lien, "href", null);
    } else if (tableaux.get(section.id)?.gardeSesAncres === false) {
      changer(lien, "href", "#" + section.id);
    }
  }

  addEventListener("beforeprint", () => {
    if (aDefaire.length) return;
    const tableaux = new Map(Object.entries(plans).map(([ancre, plan]) => [ancre, new Tableau(document.getElementById(ancre), plan)]));
    for (const lien of document.querySelectorAll('a[href^="#"]')) detourner(lien, tableaux);
    // Répété sur n feuilles, le lien du bandeau s'y inscrirait n × n fois.
    for (const lien of document.querySelectorAll(".bandeau a")) changer(lien, "href", null);
    for (const tableau of tableaux.values()) tableau.imprimer();
    for (const repli of document.querySelectorAll("main details")) changer(repli, "open", "");
  });

  addEventListener("afterprint", () => {
    while (aDefaire.length) aDefaire.pop()();
  });
})();
