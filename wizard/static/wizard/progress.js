/** A proof or comparison that is not finished: ask how far it is until it is, then show what it found. */

const PAUSE = 250;
const BETWEEN_WORDS = 3000;
const MOST_FAILURES = 4;

/** Fetch the result as it is by now; null if there is no answer. */
async function ask(address) {
  try {
    const response = await fetch(address);
    if (!response.ok) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return page.querySelector("[data-ruleset-result]");
  } catch {
    return null;
  }
}

/** Ask again and again; what is heard is less often than what is seen. */
async function follow(result, underway) {
  const said = result.parentElement.querySelector("[data-ruleset-said]");
  const walked = underway.querySelector("[data-ruleset-walked]");
  const say = (text) => (said.textContent = text.trim());
  let heard = 0;
  for (let failures = 0; failures < MOST_FAILURES; ) {
    const found = await ask(underway.dataset.rulesetUnderway);
    const number = found?.querySelector("[data-ruleset-walked]");
    if (found && !number) {
      result.replaceChildren(...found.childNodes);
      say(`${underway.dataset.rulesetDone} ${result.querySelector(".help-block, p")?.textContent ?? ""}`);
      return;
    }
    if (number) walked.textContent = number.textContent;
    if (number && Date.now() - heard > BETWEEN_WORDS) {
      say(number.textContent);
      heard = Date.now();
    }
    failures = found ? 0 : failures + 1;
    await new Promise((resolve) => setTimeout(resolve, PAUSE * 2 ** failures));
  }
}

for (const underway of document.querySelectorAll("[data-ruleset-underway]")) {
  follow(underway.closest("[data-ruleset-result]"), underway);
}
