// Small helps on top of pages that work without any script.

// Send a form once: a second press within five seconds does nothing.
for (const form of document.querySelectorAll("form[data-once]")) {
  let sent = 0;
  form.addEventListener("submit", (event) => {
    const now = Date.now();
    if (now - sent < 5000) event.preventDefault();
    else sent = now;
  });
}

// What is wrong is read out first.
const summary = document.querySelector(".govuk-error-summary");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest("fieldset")?.querySelector("legend") ?? document.querySelector(`label[for="${field.id}"]`))?.scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

// Leave: the page does not stay behind the Back button; three presses of Shift do the same.
const leave = document.querySelector("[data-leave]");
if (leave) {
  const go = (event) => {
    event?.preventDefault();
    document.body.hidden = true;
    location.replace(leave.href);
  };
  leave.addEventListener("click", go);
  let shifts = [];
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift") return (shifts = []);
    shifts = [...shifts.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
    if (shifts.length === 3) go();
  });
}

// Where to print: a button that is only shown when it can work.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// What is still being made comes into its place by itself; without script the link inside shows it.
const awaited = document.querySelector("[data-awaited]");
if (awaited) {
  let looks = 20;
  const look = async () => {
    const answer = await fetch(awaited.dataset.awaited).catch(() => null);
    const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const made = page?.getElementById(awaited.id);
    if (made && !made.dataset.awaited) {
      // Whoever stands on the link stays where she is.
      const inside = awaited.contains(document.activeElement);
      awaited.replaceChildren(...made.childNodes);
      if (inside) awaited.querySelector("a")?.focus();
    } else if (--looks) setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
}
