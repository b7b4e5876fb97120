#!/usr/bin/env bash
# Les comptabilités en texte du banc, s'ils manquent (Debian ou Ubuntu) ; ce qui manque encore est dit.
set -uo pipefail

declare -A paquets=([ledger]=ledger [hledger]=hledger)
manquants=()
for commande in "${!paquets[@]}"; do
    command -v "$commande" >/dev/null || manquants+=("${paquets[$commande]}")
done
if [[ ${#manquants[@]} -eq 0 ]]; then exit 0; fi

echo "Programmes du banc à installer : ${manquants[*]}"
root=()
if [[ $(id -u) -ne 0 ]]; then root=(sudo -n); fi
installer() {
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" </dev/null >/dev/null
}
if ! { installer update && installer install --yes --no-install-recommends "${manquants[@]}"; }; then
    echo "Ils n'ont pas pu être installés : le banc s'en passera, et le dira."
fi
