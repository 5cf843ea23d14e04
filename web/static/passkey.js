// Passkeys: a form that asks the visitor's device. Without this script such a form stays hidden, and the page says so.
"use strict";

// asks is what a form does: add makes a passkey, show comes in by one.
const asks = {
  add: (options) =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  show: (options) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

const known =
  window.PublicKeyCredential &&
  PublicKeyCredential.parseCreationOptionsFromJSON &&
  PublicKeyCredential.parseRequestOptionsFromJSON &&
  PublicKeyCredential.prototype.toJSON;

// say shows what went wrong where a screen reader hears it.
function say(form, text) {
  const place = form.querySelector("[data-passkey-problem]");
  place.textContent = text;
  place.hidden = text === "";
}

// options asks the program what to ask of the device. Whoever is signed out meanwhile is led to sign in.
async function options(form) {
  const password = form.elements.password;
  const body = new URLSearchParams(password ? { password: password.value } : {});
  const answer = await fetch(form.dataset.options, { method: "POST", body });
  if (answer.redirected || answer.status === 401) {
    location.reload();
    return null;
  }
  const said = await answer.json();
  if (said.problem) {
    say(form, said.problem);
    return null;
  }
  return said.options;
}

// why is what is said of a device that did not answer as asked.
function why(form, error) {
  switch (error.name) {
    case "NotAllowedError": // turned away, or too late: devices do not tell which
    case "AbortError":
      return form.dataset.cancelled;
    case "InvalidStateError":
      return form.dataset.already;
    default:
      return form.dataset.failed;
  }
}

async function ask(form) {
  const wanted = await options(form);
  if (!wanted) {
    return;
  }
  const credential = await asks[form.dataset.passkey](wanted);
  form.elements.answer.value = JSON.stringify(credential.toJSON());
  if (form.elements.password) {
    form.elements.password.disabled = true; // it was given with the question
  }
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!known) {
    say(form, form.dataset.unknown);
    form.hidden = form.dataset.unknown === "";
    continue;
  }
  form.querySelector("[data-passkey-fields]").hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation(); // it is sent below, when the device has answered
    if (form.dataset.asking) {
      return;
    }
    form.dataset.asking = "yes";
    say(form, "");
    try {
      await ask(form);
    } catch (error) {
      say(form, why(form, error));
    }
    delete form.dataset.asking;
  });
}
