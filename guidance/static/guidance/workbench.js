/** What stands above the texts of a translation follows each text that is saved below it. */
const saved = /\/localize\/translate\/\d+\/(strings|overrides)\/\d+\/edit\/$/;
const bench = document.querySelector("[data-standing]");
let latest = 0;

async function follow() {
  const number = ++latest;
  const response = await fetch(bench.dataset.standing, { credentials: "same-origin" });
  // Not what is older than a later answer, nor the sign-in page of who was signed out meanwhile.
  if (!response.ok || response.redirected || number !== latest) return;
  const now = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of bench.querySelectorAll("[data-part]")) {
    const fresh = now.querySelector(`[data-part="${part.dataset.part}"]`);
    if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
  }
}

// wagtail-localize tells nobody when it has saved a text; the browser says which addresses it asked.
if (bench) {
  new PerformanceObserver((list) => {
    if (list.getEntries().some(({ name }) => saved.test(name))) follow();
  }).observe({ type: "resource" });
}
