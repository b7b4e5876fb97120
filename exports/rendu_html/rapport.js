"use strict";
// La page se lit sans ce programme ; il ajoute le thème, le tri, le filtre et les explications.
// Aucun texte du dossier n'y devient du code : tout passe par textContent.
(() => {
  let donnees = null;
  const FINE = "\u202f", INSECABLE = "\u00a0", MOINS = "\u2212", TIRET = "\u2013";
  const FILTRABLE = 8, LARGE = 8;
  const ILLISIBLES = "Ce navigateur ne sait pas lire les explications comprimées dans la page" + INSECABLE + ": ouvrez-la avec une version récente.";

  function creer(nom, attributs, ...contenu) {
    const element = document.createElement(nom);
    for (const [cle, valeur] of Object.entries(attributs)) element.setAttribute(cle, valeur);
    element.append(...contenu);
    return element;
  }

  function texte(rang) {
    return donnees.textes[rang].map((fragment) => donnees.fragments[fragment]).join(", ");
  }

  function euros(centimes) {
    const absolu = Math.abs(centimes);
    const reste = absolu % 100;
    const entiers = String((absolu - reste) / 100).replace(/\B(?=(\d{3})+$)/g, FINE);
    const decimales = donnees.unite === "euro" && reste === 0 ? "" : "," + String(reste).padStart(2, "0");
    return (centimes < 0 ? MOINS : "") + entiers + decimales + INSECABLE + "€";
  }

  // --- les explications, comprimées dans la page

  // Un rang négatif dit de combien il dépasse le plus grand des précédents.
  function relatif() {
    let plusGrand = -1;
    return (rang) => (rang < 0 ? (plusGrand -= rang) : rang);
  }

  async function lireExplications() {
    const comprime = Uint8Array.from(atob(document.getElementById("explications").textContent), (c) => c.charCodeAt(0));
    const flux = new Blob([comprime]).stream().pipeThrough(new DecompressionStream("gzip"));
    const lues = await new Response(flux).json();
    const fragment = relatif(), deTexte = relatif(), deForme = relatif();
    lues.textes = lues.textes.map((rangs) => rangs.map(fragment));
    // Libellé et provenance, aux places 2 et 5, 6 et 9…
    lues.derivations = lues.derivations.map((lignes) => lignes.map((valeurs) =>
      valeurs.map((v, place) => (place > 1 && (place % 4 === 2 || place % 4 === 1) ? deTexte(v) : v))));
    lues.suites = lues.suites.map((suite) => suite.map((v, place) => (place % 2 ? deForme(v) : v)));
    lues.tableaux.forEach((ancre, rang) => {
      const grille = grilles.get(ancre);
      grille.rang = rang;
      for (const [ligne, colonne, ...etapes] of lues.derivations[rang]) grille.derivations.set(ligne + " " + colonne, etapes);
    });
    donnees = lues;
    document.documentElement.dataset.explications = "lues";
  }

  // --- thème

  function poserTheme() {
    const groupe = document.getElementById("theme");
    groupe.setAttribute("role", "group");
    groupe.setAttribute("aria-label", "Thème");
    groupe.append("Thème" + INSECABLE + ":");
    for (const [theme, libelle] of [["", "Automatique"], ["clair", "Clair"], ["sombre", "Sombre"]]) {
      const bouton = creer("button", { type: "button", "aria-pressed": String(theme === ""), "data-choix": theme }, libelle);
      bouton.addEventListener("click", () => {
        if (theme) document.documentElement.dataset.theme = theme;
        else delete document.documentElement.dataset.theme;
        for (const autre of groupe.querySelectorAll("button")) autre.setAttribute("aria-pressed", String(autre === bouton));
      });
      groupe.append(bouton);
    }
  }

  // --- valeurs

  const TEXTES = ["texte", "code"];

  // La valeur exacte d'une cellule pour un tri : nombre, texte, ou null si elle est vide.
  function valeur(cellule, genre) {
    const texte = cellule.textContent;
    if (texte === "") return null;
    if (TEXTES.includes(genre)) return texte;
    if (genre === "date") return texte.split("/").reverse().join("-");
    if (genre === "taux") {
      const [numerateur, denominateur] = cellule.dataset.v.split("/");
      return Number(numerateur) / Number(denominateur);
    }
    return genre === "montant" ? centimes(texte) : Number(texte.replace(",", ".").replace(MOINS, "-").replace(/[^\d.-]/g, ""));
  }

  // « 1 250,50 », « 1 250 » (des euros), « – » : des centimes, entiers, donc exacts.
  function centimes(texte) {
    const chiffres = (texte.includes(",") ? texte : texte + "00").replace(/\D/g, "");
    return texte === TIRET ? 0 : Number((texte.startsWith(MOINS) ? "-" : "") + chiffres);
  }

  const ordre = new Intl.Collator("fr", { numeric: true });

  // Les cellules vides restent à la fin, quel que soit le sens.
  function comparer(a, b, sens) {
    if (a === null || b === null) return (a === null) - (b === null);
    return sens * (typeof a === "number" && typeof b === "number" ? a - b : ordre.compare(a, b));
  }

  function replier(texte) {
    return texte.normalize("NFKD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").replace(/’/g, "'").toLowerCase();
  }

  // --- grilles

  const grilles = new Map();

  class Grille {
    constructor(section) {
      this.section = section;
      this.table = section.querySelector("table");
      this.corps = this.table.tBodies[0];
      this.lignes = [...this.corps.rows];
      this.entetes = [...this.table.tHead.rows[this.table.tHead.rows.length - 1].cells];
      this.genres = this.entetes.map((entete) => entete.dataset.genre);
      this.derivations = new Map();
      this.titreCourt = document.querySelector('nav a[href="#' + section.id + '"]').textContent;
      this.lignes.forEach((ligne, rang) => { ligne.id = section.id.replace("tableau", "ligne") + "-" + (rang + 1); });
      this.ouverte = null;
      this.volet = null;
      this.table.setAttribute("role", "grid");
      this.entetes.forEach((entete, colonne) => this.poserTri(entete, colonne));
      this.foyer = this.entetes[0].firstElementChild;
      this.foyer.tabIndex = 0;
      this.table.addEventListener("focusin", (evenement) => this.retenir(evenement.target));
      this.table.addEventListener("keydown", (evenement) => this.touche(evenement));
      this.corps.addEventListener("click", (evenement) => {
        const cellule = evenement.target.closest("td, th");
        if (cellule && this.explicable(cellule) && getSelection().isCollapsed) this.basculer(cellule);
      });
      if (this.entetes.length > LARGE && TEXTES.includes(this.genres[1])) {
        this.table.dataset.figees = "2";
        this.table.style.setProperty("--premiere", this.entetes[0].offsetWidth + "px");
      }
      if (this.donnees().length >= FILTRABLE) this.poserFiltre();
    }

    donnees() {
      return this.lignes.filter((ligne) => ligne.className === "");
    }

    // --- tri : à l'intérieur de chaque suite de lignes de données ; sous-totaux et totaux gardent leur place.

    poserTri(entete, colonne) {
      const bouton = creer("button", { type: "button", tabindex: "-1" }, entete.textContent);
      entete.replaceChildren(bouton);
      entete.setAttribute("aria-sort", "none");
      bouton.addEventListener("click", () => this.trier(colonne));
    }

    trier(colonne) {
      this.fermer();
      const suivant = { none: "ascending", ascending: "descending", descending: "none" };
      const etat = suivant[this.entetes[colonne].getAttribute("aria-sort")];
      this.entetes.forEach((entete, rang) => entete.setAttribute("aria-sort", rang === colonne ? etat : "none"));
      const sens = etat === "descending" ? -1 : 1;
      const rangees = [];
      let suite = [];
      const vider = () => {
        if (etat !== "none") suite.sort((a, b) => comparer(a.valeur, b.valeur, sens));
        rangees.push(...suite.map((element) => element.ligne));
        suite = [];
      };
      for (const ligne of this.lignes) {
        if (ligne.className === "") {
          suite.push({ ligne, valeur: valeur(ligne.cells[colonne], this.genres[colonne]) });
        } else {
          vider();
          rangees.push(ligne);
        }
      }
      vider();
      this.corps.append(...rangees);
    }

    // --- filtre

    poserFiltre() {
      const champ = creer("input", { type: "search", autocomplete: "off" });
      const compte = creer("span", { role: "status" });
      const filtre = creer("div", { class: "outils" }, creer("label", {}, "Filtrer les lignes" + INSECABLE + ": ", champ), compte);
      this.champ = champ;
      const toutes = this.donnees();
      champ.addEventListener("input", () => {
        this.fermer();
        const cherche = replier(champ.value.trim());
        let restent = 0;
        for (const ligne of toutes) {
          const textes = [...ligne.cells].map((cellule) => cellule.textContent).join(" ");
          ligne.hidden = !replier(textes).includes(cherche);
          restent += ligne.hidden ? 0 : 1;
        }
        compte.textContent = cherche
          ? restent + " ligne" + (restent > 1 ? "s" : "") + " sur " + toutes.length + INSECABLE + "; les totaux restent ceux du tableau entier."
          : "";
      });
      this.table.parentElement.before(filtre);
    }

    // --- clavier : une seule étape de tabulation par tableau, les flèches vont d'une cellule à l'autre

    retenir(element) {
      if (this.volet && this.volet.contains(element)) return;
      const cible = element.closest("thead button, tbody td, tbody th");
      if (!cible || cible === this.foyer) return;
      this.foyer.tabIndex = -1;
      this.foyer = cible;
      cible.tabIndex = 0;
    }

    allerA(cellule, options = {}) {
      const bouton = cellule.closest("thead") ? cellule.firstElementChild : cellule;
      this.foyer.tabIndex = -1;
      this.foyer = bouton;
      bouton.tabIndex = 0;
      if (bouton === cellule) this.annoncer(cellule);
      bouton.focus(options);
    }

    annoncer(cellule) {
      if (this.explicable(cellule)) {
        cellule.setAttribute("aria-expanded", String(cellule === this.ouverte));
      }
    }

    rangees() {
      return [this.table.tHead.rows[this.table.tHead.rows.length - 1], ...this.corps.rows].filter(
        (ligne) => !ligne.hidden && ligne !== this.volet);
    }

    touche(evenement) {
      const cellule = evenement.target.closest("td, th");
      if (!cellule) return;
      if (this.volet && this.volet.contains(cellule)) {
        if (evenement.key === "Escape") {
          const ouverte = this.ouverte;
          this.fermer();
          this.allerA(ouverte);
        }
        return;
      }
      const { key, ctrlKey } = evenement;
      if (key === "Enter" || key === " ") {
        if (cellule.closest("thead") || !this.explicable(cellule)) return;
        this.basculer(cellule);
      } else if (key === "Escape" && this.ouverte) {
        this.fermer();
      } else {
        const cible = this.voisine(cellule, key, ctrlKey);
        if (!cible) return;
        this.allerA(cible);
      }
      evenement.preventDefault();
    }

    voisine(cellule, touche, controle) {
      const rangees = this.rangees();
      const rang = rangees.indexOf(cellule.parentElement);
      const colonne = cellule.colSpan > 1 ? this.colonne || 0 : cellule.cellIndex;
      this.colonne = colonne;
      const prendre = (ligne, place) => ligne && (ligne.cells[place] || ligne.cells[ligne.cells.length - 1]);
      const derniere = this.entetes.length - 1;
      switch (touche) {
        case "ArrowUp": return prendre(rangees[rang - 1], colonne);
        case "ArrowDown": return prendre(rangees[rang + 1], colonne);
        case "ArrowLeft": return prendre(rangees[rang], Math.max(colonne - 1, 0));
        case "ArrowRight": return prendre(rangees[rang], Math.min(colonne + 1, derniere));
        case "PageUp": return prendre(rangees[Math.max(rang - 10, 0)], colonne);
        case "PageDown": return prendre(rangees[Math.min(rang + 10, rangees.length - 1)], colonne);
        case "Home": return prendre(controle ? rangees[0] : rangees[rang], 0);
        case "End": return prendre(controle ? rangees[rangees.length - 1] : rangees[rang], derniere);
        default: return null;
      }
    }

    // --- explications

    place(cellule) {
      return { ligne: this.lignes.indexOf(cellule.parentElement), colonne: cellule.cellIndex };
    }

    forme({ ligne, colonne }) {
      if (!donnees) return null;
      const suite = donnees.suites[donnees.calculs[this.rang][ligne]] || [];
      for (let rang = 0; rang < suite.length; rang += 2) {
        if (suite[rang] === colonne) return donnees.formes[suite[rang + 1]];
      }
      return null;
    }

    explicable(cellule) {
      if (cellule.parentElement === this.volet || cellule.colSpan > 1) return false;
      const nombre = !TEXTES.includes(this.genres[cellule.cellIndex]) && cellule.textContent !== "";
      return nombre || this.forme(this.place(cellule)) !== null;
    }

    basculer(cellule) {
      const rouvrir = cellule !== this.ouverte;
      this.fermer();
      this.allerA(cellule, { preventScroll: true });
      if (rouvrir) this.ouvrir(cellule);
    }

    fermer() {
      if (!this.ouverte) return;
      this.ouverte.setAttribute("aria-expanded", "false");
      this.volet.remove();
      this.ouverte = this.volet = null;
    }

    ouvrir(cellule) {
      const place = this.place(cellule);
      const titre = this.intitule(place.colonne) + " – " + this.nommer(cellule.parentElement) + INSECABLE + ": " + this.texte(cellule, place.colonne);
      const volet = creer("div", { class: "volet", role: "region", "aria-label": "Explication" }, creer("p", { class: "titre" }, titre));
      const etapes = this.derivations.get(place.ligne + " " + place.colonne);
      const forme = this.forme(place);
      if (etapes) volet.append(this.etapes(etapes, cellule, place.colonne));
      if (forme) volet.append(...this.calcul(forme, place));
      if (!etapes && !forme) volet.append(creer("p", {}, donnees ? donnees.donnee : ILLISIBLES));
      const ancre = creer("a", { href: "#" + cellule.parentElement.id }, "Lien vers cette ligne");
      const bouton = creer("button", { type: "button" }, "Fermer");
      bouton.addEventListener("click", () => {
        this.fermer();
        this.allerA(cellule);
      });
      volet.append(creer("p", {}, ancre, " ", bouton));
      this.volet = creer("tr", { class: "explication" }, creer("td", { colspan: String(this.entetes.length) }, volet));
      this.ouverte = cellule;
      cellule.setAttribute("aria-expanded", "true");
      cellule.parentElement.after(this.volet);
      volet.style.maxWidth = "min(64rem, " + this.table.parentElement.clientWidth + "px)";
      this.volet.scrollIntoView({ block: "nearest" });
    }

    texte(cellule, colonne) {
      if (this.genres[colonne] === "montant" && cellule.textContent) return euros(centimes(cellule.textContent));
      return cellule.textContent || "vide";
    }

    intitule(colonne) {
      const libelle = this.entetes[colonne].textContent;
      const homonymes = this.entetes.filter((entete) => entete.textContent === libelle).length;
      const groupe = homonymes > 1 ? this.groupe(colonne) : "";
      return groupe ? groupe + INSECABLE + ": " + libelle : libelle;
    }

    groupe(colonne) {
      let debut = 0;
      for (const cellule of this.table.tHead.rows[0].cells) {
        debut += cellule.colSpan;
        if (colonne < debut) return cellule.textContent;
      }
      return "";
    }

    // Le nom d'une ligne : ses premiers textes, cinq au plus, jusqu'à la première colonne d'un autre genre.
    nommer(ligne) {
      const noms = [];
      for (const [rang, cellule] of [...ligne.cells].entries()) {
        if (!TEXTES.includes(this.genres[rang]) || noms.length === 5) break;
        if (cellule.textContent) noms.push(cellule.textContent);
      }
      return noms.join(" – ");
    }

    etapes(etapes, cellule, colonne) {
      const corps = creer("tbody", {});
      for (let debut = 0; debut < etapes.length; debut += 4) {
        const [libelle, ecrit, rang, provenance] = etapes.slice(debut, debut + 4);
        const montant = ecrit === true ? centimes(cellule.textContent) : ecrit;
        const [regle, reference] = donnees.regles[rang];
        corps.append(creer("tr", {},
          creer("td", {}, texte(libelle)), creer("td", { class: "n" }, montant === null ? "" : euros(montant)),
          creer("td", {}, texte(regle)), creer("td", {}, texte(reference)), creer("td", {}, texte(provenance))));
      }
      const total = creer("tr", { class: "total" },
        creer("td", {}, "Total"), creer("td", { class: "n" }, this.texte(cellule, colonne)),
        creer("td", {}), creer("td", {}), creer("td", {}));
      corps.append(total);
      const titres = ["Étape", "Montant", "Règle", "Référence", "Provenance"];
      const tete = creer("thead", {}, creer("tr", {}, ...titres.map((titre) => creer("th", { scope: "col" }, titre))));
      return creer("div", { class: "liste" }, creer("table", {}, tete, corps));
    }

    calcul([phrase, ...blocs], place) {
      const corps = creer("tbody", {});
      for (let debut = 0; debut < blocs.length; debut += 3) {
        const [tableau, liste, colonnes] = blocs.slice(debut, debut + 3);
        const grille = tableau === -1 ? this : grilles.get(donnees.tableaux[tableau]);
        for (const ligne of deplier(donnees.listes[liste], place.ligne)) {
          for (const colonne of Array.isArray(colonnes) ? colonnes : [colonnes === -1 ? place.colonne : colonnes]) {
            corps.append(this.terme(grille, ligne, colonne, place));
          }
        }
      }
      const elements = [creer("p", {}, texte(phrase))];
      if (corps.rows.length) elements.push(creer("div", { class: "liste" }, creer("table", {}, corps)));
      return elements;
    }

    terme(grille, ligne, colonne, place) {
      const rangee = grille.lignes[ligne];
      const cellule = rangee.cells[colonne];
      const noms = [];
      if (grille !== this) noms.push(grille.titreCourt);
      if (grille !== this || ligne !== place.ligne) noms.push(grille.nommer(rangee) || "sans nom");
      if (grille !== this || colonne !== place.colonne) noms.push(grille.intitule(colonne));
      const lien = creer("a", { href: "#" + rangee.id }, noms.join(" – "));
      lien.addEventListener("click", (evenement) => {
        evenement.preventDefault();
        if (rangee.hidden) {
          grille.champ.value = "";
          grille.champ.dispatchEvent(new Event("input"));
        }
        history.pushState(null, "", "#" + rangee.id);
        grille.allerA(cellule || rangee.cells[0]);
      });
      const texte = cellule ? grille.texte(cellule, colonne) : "vide";
      return creer("tr", {}, creer("td", {}, lien), creer("td", { class: "n" }, texte));
    }
  }

  // « 3-5,9,. » → 3, 4, 5, 9 et la ligne expliquée.
  function deplier(liste, ici) {
    const rangs = [];
    for (const morceau of liste.split(",")) {
      if (morceau === ".") {
        rangs.push(ici);
        continue;
      }
      const [premier, dernier] = morceau.split("-").map(Number);
      for (let rang = premier; rang <= (dernier ?? premier); rang += 1) rangs.push(rang);
    }
    return rangs;
  }

  // Une ancre de cellule y mène aussi le clavier.
  function suivreAncre() {
    const cible = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const section = cible && cible.closest("section.tableau");
    if (!section || !cible.closest("td, th, tr")) return;
    grilles.get(section.id).allerA(cible.cells ? cible.cells[0] : cible);
  }

  // --- mise en place

  const conseil = "Ouvrir un montant, d’un clic ou par Entrée, dit d’où il vient" + FINE
    + "; les flèches vont d’une cellule à l’autre" + FINE + "; un en-tête trie, le troisième clic rend l’ordre du document.";
  poserTheme();
  // Sur un écran étroit, la décision d'abord : le sommaire se déplie.
  if (matchMedia("(max-width: 60rem)").matches) document.querySelector("nav details").open = false;
  const premiere = document.querySelector("main > section:has(section.tableau) > h2");
  if (premiere) premiere.after(creer("p", { class: "note outils" }, conseil));
  for (const section of document.querySelectorAll("section.tableau")) grilles.set(section.id, new Grille(section));
  // Un navigateur trop ancien pour décomprimer trie et filtre ; il n'explique pas, et le dit.
  lireExplications().catch(() => { document.documentElement.dataset.explications = "illisibles"; });
  addEventListener("hashchange", suivreAncre);
  suivreAncre();
})();
