// What a page takes from e-SCOTT to make tokens of cards, as far as its public plug-ins show it: the script that a page names with
// the class spsvToken answers the function that the attribute callBackFunc names, with the token and the card's last digits.
(() => {
  const named = document.querySelector("script.spsvToken");
  const answer = (token, card) => window[named.getAttribute("callBackFunc")](token, card);
  window.SpsvApi = {
    spsvCreateToken(number, year, month, code) {
      fetch(new URL("/token", named.src), { method: "POST", body: number })
        .then(reply => (reply.ok ? reply.text() : ""))
        .then(token => answer(token, token && "*".repeat(number.length - 4) + number.slice(-4)), () => answer("", ""));
    },
  };
})();
