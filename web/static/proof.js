// A proof of work: a number that takes this browser about a second to find, asked for while far more forms come in than usual. It begins when
// somebody begins to fill in the form, and nobody has to do anything for it.
"use strict";

// seekers are how many tries are under way at a time.
const seekers = 4;

// solve finds a number whose derived key begins with as many zero bits as the task asks (FORM.BITS.UNTIL.SIGNATURE).
async function solve(task, rounds) {
  const encoder = new TextEncoder();
  const salt = encoder.encode(task);
  const zeroes = Number(task.split(".")[1]);
  let next = 0;
  let found = null;
  const seek = async () => {
    while (found === null) {
      const number = next++;
      const key = await crypto.subtle.importKey("raw", encoder.encode(String(number)), "PBKDF2", false, ["deriveBits"]);
      const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, key, 32);
      if (Math.clz32(new DataView(bits).getUint32(0)) >= zeroes) {
        found = number;
      }
    }
  };
  await Promise.all(Array.from({ length: seekers }, seek));
  return task + "." + found;
}

// cannot says to the server what a browser without script says: that it has no way to do the sum.
function cannot(form, input) {
  const without = document.createElement("input");
  without.type = "hidden";
  without.name = input.dataset.without;
  without.value = "1";
  form.append(without);
}

for (const input of document.querySelectorAll("input[data-task]")) {
  const form = input.form;
  const working = form.querySelector("[data-proof-working]");
  let begun = null;
  let ready = false;
  const begin = () => {
    begun ??= solve(input.dataset.task, Number(input.dataset.rounds))
      .then((solution) => {
        input.value = solution;
      })
      .catch(() => cannot(form, input)) // no crypto.subtle, which browsers keep from pages that come without TLS
      .then(() => {
        ready = true;
      });
    return begun;
  };
  form.addEventListener("focusin", begin, { once: true });
  form.addEventListener("submit", async (event) => {
    if (ready) {
      return;
    }
    event.preventDefault();
    event.stopPropagation(); // it is sent below, when the sum is done
    if (working.textContent !== "") {
      return;
    }
    working.textContent = working.dataset.proofWorking;
    await begin();
    working.textContent = "";
    form.requestSubmit();
  });
}
