// Small conveniences. Every page works without them.
"use strict";

// A second click on send does nothing while the first is under way. The server would file it once as well.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === "post") {
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
      button.setAttribute("aria-disabled", "true");
    }
  }
});

// A page that comes back from the browser's memory can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) {
      button.removeAttribute("aria-disabled");
    }
  }
});

// What went wrong takes the focus; a link of it goes to its field.
const summary = document.querySelector(".error-summary");
if (summary) {
  summary.focus();
}

// Keep a text to a comfortable height while it is typed.
for (const area of document.querySelectorAll("textarea")) {
  const fit = () => {
    if (area.scrollHeight > area.clientHeight) {
      area.rows = Math.min(area.rows + 4, 30);
    }
  };
  area.addEventListener("input", fit);
}

// Copy a link or reference that is to be kept.
for (const box of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) {
    break;
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = box.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(box.querySelector("[data-copy-text]").textContent.trim());
    button.textContent = box.dataset.copied;
  });
  box.append(button);
}

// 'Print this page' is a button only where there is a script to do it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Another language keeps what was typed: the form is sent along and comes back in that language.
for (const link of document.querySelectorAll("a[data-switch]")) {
  link.addEventListener("click", (event) => {
    const form = document.getElementById(link.dataset.switch);
    if (!form) {
      return;
    }
    event.preventDefault();
    const wanted = document.createElement("input");
    wanted.type = "hidden";
    wanted.name = "switch";
    wanted.value = link.hreflang;
    form.append(wanted);
    form.submit();
  });
}
