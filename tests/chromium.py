"""Conduire Chromium sans écran par son protocole de contrôle, sur deux tubes : ni réseau, ni paquet de plus.

``python -m tests.chromium page.html image.png 1600 1000`` en fait une image.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import Any, Final

__all__ = ["OPTIONS", "Page", "capturer", "ouvrir"]

OPTIONS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-default-apps",
    "--force-color-profile=srgb",
    "--remote-debugging-pipe",
)
_ATTENTE: Final = 60
_MILIEU: Final = """selecteur => {
    const element = document.querySelector(selecteur);
    element.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
    const cadre = element.getBoundingClientRect();
    return [cadre.x + cadre.width / 2, cadre.y + cadre.height / 2];
}"""
_POUCE: Final = 25.4
_COMMANDES: Final = ("chromium", "chromium-browser", "google-chrome")


class Page:
    """Une page ouverte ; ``evenements`` garde tout ce que le navigateur en a signalé."""

    def __init__(self, ecrire: int, lire: int) -> None:
        self._ecrire, self._lire = ecrire, lire
        self._recu = b""
        self._rang = 0
        self._session: str | None = None
        self.evenements: list[dict[str, Any]] = []

    def attacher(self) -> None:
        """S’attache à un onglet neuf et en demande tous les signalements."""
        cible = self.demander("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.demander("Target.attachToTarget", targetId=cible, flatten=True)["sessionId"]
        for domaine in ("Page", "Runtime", "Log", "Network"):
            self.demander(f"{domaine}.enable")

    def demander(self, methode: str, **parametres: Any) -> dict[str, Any]:
        """La réponse du navigateur à une méthode ; lève ``RuntimeError`` s’il la refuse."""
        self._rang += 1
        message = {"id": self._rang, "method": methode, "params": parametres}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._ecrire, json.dumps(message).encode() + b"\0")
        while True:
            recu = self._message()
            if recu.get("id") == self._rang:
                if "error" in recu:
                    raise RuntimeError(f"{methode} : {recu['error']['message']}")
                resultat: dict[str, Any] = recu["result"]
                return resultat
            self.evenements.append(recu)

    def attendre(self, evenement: str) -> None:
        """Attend un signalement à venir."""
        while True:
            recu = self._message()
            self.evenements.append(recu)
            if recu.get("method") == evenement:
                return

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._recu:
            if not select([self._lire], [], [], _ATTENTE)[0]:
                raise TimeoutError("Chromium ne répond pas")
            morceau = os.read(self._lire, 1 << 20)
            if not morceau:
                raise EOFError("Chromium s’est arrêté")
            self._recu += morceau
        premier, _, self._recu = self._recu.partition(b"\0")
        message: dict[str, Any] = json.loads(premier)
        return message

    def aller(self, url: str) -> None:
        """Ouvre une adresse et attend la fin du chargement."""
        self.demander("Page.navigate", url=url)
        self.attendre("Page.loadEventFired")

    def evaluer(self, expression: str) -> Any:
        """La valeur json d’une expression ; lève ``RuntimeError`` si elle échoue."""
        reponse = self.demander("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in reponse:
            raise RuntimeError(reponse["exceptionDetails"]["exception"].get("description", expression))
        return reponse["result"].get("value")

    def cliquer(self, selecteur: str) -> None:
        """Un vrai clic de souris au milieu d’un élément, amené à l’écran."""
        x, y = self.evaluer(f"({_MILIEU})({json.dumps(selecteur)})")
        for genre in ("mousePressed", "mouseReleased"):
            self.demander("Input.dispatchMouseEvent", type=genre, x=x, y=y, button="left", clickCount=1)

    def taper(self, touche: str, code: int = 0, texte: str = "") -> None:
        """Une vraie frappe ; ``texte`` est ce qu’elle écrit, ``code`` son code de touche virtuelle."""
        commun = {"key": touche, "windowsVirtualKeyCode": code}
        genre = "keyDown" if texte else "rawKeyDown"
        self.demander("Input.dispatchKeyEvent", type=genre, **commun, **({"text": texte} if texte else {}))
        self.demander("Input.dispatchKeyEvent", type="keyUp", **commun)

    def dimensionner(self, largeur: int, hauteur: int) -> None:
        """Fixe la fenêtre, en pixels."""
        self.demander(
            "Emulation.setDeviceMetricsOverride", width=largeur, height=hauteur, deviceScaleFactor=1, mobile=False
        )

    def preferer(self, theme: str) -> None:
        """Fait préférer au système un thème (``light`` ou ``dark``), et l’absence de mouvement."""
        preferences = {"prefers-color-scheme": theme, "prefers-reduced-motion": "reduce"}
        features = [{"name": nom, "value": valeur} for nom, valeur in preferences.items()]
        self.demander("Emulation.setEmulatedMedia", features=features)

    def photographier(self, chemin: Path) -> None:
        """Écrit ce que montre la fenêtre, en png."""
        chemin.write_bytes(base64.b64decode(self.demander("Page.captureScreenshot", format="png")["data"]))

    def imprimer(self, largeur: int = 210, hauteur: int = 297) -> bytes:
        """Le pdf que la page imprime sur une feuille de ces côtés (millimètres), tournée comme son style le demande."""
        reponse = self.demander(
            "Page.printToPDF",
            preferCSSPageSize=True,
            printBackground=True,
            paperWidth=largeur / _POUCE,
            paperHeight=hauteur / _POUCE,
        )
        return base64.b64decode(reponse["data"])

    def signalements(self, *methodes: str) -> list[dict[str, Any]]:
        """Les signalements reçus de ces méthodes, dans l’ordre."""
        return [evenement["params"] for evenement in self.evenements if evenement.get("method") in methodes]


@contextmanager
def ouvrir(chromium: str) -> Iterator[Page]:
    """Un navigateur neuf, au profil vide, arrêté à la sortie."""
    # Chromium lit ses ordres au descripteur 3 et répond au descripteur 4.
    lit_ordres, ecrit_ordres = os.pipe()
    lit_reponses, ecrit_reponses = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profil:
        interprete = 'exec 3<&"$1" 4>&"$2"; shift 2; exec "$@"'
        lancement = ["bash", "-c", interprete, "bash", str(lit_ordres), str(ecrit_reponses)]
        processus = subprocess.Popen(
            [*lancement, chromium, *OPTIONS, f"--user-data-dir={profil}"],
            pass_fds=(lit_ordres, ecrit_reponses),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(lit_ordres)
        os.close(ecrit_reponses)
        try:
            page = Page(ecrit_ordres, lit_reponses)
            page.attacher()
            yield page
        finally:
            os.close(ecrit_ordres)
            os.close(lit_reponses)
            processus.terminate()
            try:
                processus.wait(10)
            except subprocess.TimeoutExpired:
                processus.kill()
                processus.wait()


def capturer(url: str, chemin: Path, largeur: int, hauteur: int) -> None:
    """Écrit dans ``chemin`` l’image png d’une adresse, dans une fenêtre de ``largeur`` × ``hauteur`` pixels."""
    chromium = next((trouve for commande in _COMMANDES if (trouve := shutil.which(commande))), None)
    if chromium is None:
        sys.exit("Il faut Chromium (Debian : apt install chromium).")
    with ouvrir(chromium) as page:
        page.dimensionner(largeur, hauteur)
        page.preferer("light")
        page.aller(url)
        page.photographier(chemin)


if __name__ == "__main__":
    capturer(Path(sys.argv[1]).resolve().as_uri(), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
