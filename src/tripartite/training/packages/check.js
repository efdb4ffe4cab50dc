// The questions of the page: answers are compared with the key in the page, explained, and told to the platform.
"use strict";

(() => {
  const key = JSON.parse(document.getElementById("key").textContent);
  const form = document.getElementById("check");
  const letters = "abcdefghijklmnopqrstuvwxyz";

  function chosen(field) {
    return [...field.querySelectorAll("input:checked")].map((box) => Number(box.value));
  }

  const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);

  // Digits of every script a telephone may write, and a comma for a point where there is no other.
  function number(text) {
    const plain = text.trim().replace(/[\u0e50-\u0e59]/g, (d) => d.charCodeAt(0) - 0x0e50)
      .replace(/[\u1040-\u1049]/g, (d) => d.charCodeAt(0) - 0x1040).replace(/[\uff10-\uff19]/g, (d) => d.charCodeAt(0) - 0xff10)
      .replace(/[\s\u00a0]/g, "");
    const grouped = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replace(/,/g, "") : plain.replace(",", ".");
    return /^-?\d+(\.\d+)?$/.test(grouped) ? Number(grouped) : NaN;
  }

  // What stands in the fields, and back: places of the boxes, a number as it was typed, numbers of the steps.
  const fields = (question) => document.getElementById(question.id).querySelectorAll("input, select");
  const boxes = (field) => ["checkbox", "radio"].includes(field.type);

  function given() {
    const out = {};
    for (const question of key.questions) {
      const all = [...fields(question)];
      const values = question.kind === "choice" ? all.flatMap((x, i) => (x.checked ? [i] : [])) : all.map((x) => x.value.slice(0, 20));
      if (values.some((x) => x !== "")) out[question.id] = values;
    }
    return JSON.stringify(out);
  }

  function put(answers) {
    for (const question of key.questions) {
      const values = answers[question.id];
      if (!Array.isArray(values)) continue;
      fields(question).forEach((field, i) => {
        if (boxes(field)) field.checked = values.includes(i);
        else field.value = values[i] ?? "";
      });
    }
  }

  function restore(kept) {
    try {
      put(JSON.parse(kept || "{}"));
    } catch (error) {
      // what another package left under the same name: begin anew
    }
  }

  const kinds = {
    choice(field, want) {
      const got = chosen(field);
      return { right: same(got, want), type: "choice", response: got.map((i) => letters[i]).join(",") };
    },
    numeric(field, want) {
      const got = number(field.querySelector("input").value);
      return { right: Math.abs(got - want[0]) <= want[1] + 1e-9, type: "numeric", response: Number.isNaN(got) ? "" : String(got) };
    },
    order(field, want) {
      const got = [...field.querySelectorAll("select")].map((list) => Number(list.value));
      return { right: same(got, want), type: "sequencing", response: got.every(Boolean) ? got.map((i) => letters[i - 1]).join(",") : "" };
    },
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const interactions = [];
    let right = 0;
    for (const question of key.questions) {
      const field = document.getElementById(question.id);
      const answer = kinds[question.kind](field, question.want);
      right += answer.right ? 1 : 0;
      const verdict = field.querySelector(".verdict");
      verdict.textContent = answer.right ? key.words.right : key.words.wrong;
      verdict.className = `verdict ${answer.right ? "good" : "bad"}`;
      field.querySelector(".why").hidden = false;
      interactions.push({ id: question.id, type: answer.type, student_response: answer.response, result: answer.right ? "correct" : "wrong" });
    }
    const percent = Math.floor((100 * right) / key.questions.length);
    const words = { right, all: key.questions.length, percent };
    document.getElementById("result").textContent = key.words.result.replace(/\{(\w+)\}/g, (_, name) => words[name]);
    document.getElementById("told").textContent = key.words[platform.report(percent, percent >= key.mastery, interactions)];
    document.getElementById("outcome").hidden = false;
    document.getElementById("outcome").focus();
  });

  restore(platform.begin());
  // A choice is kept at once, a number when the typing rests: not every platform likes a call for each key.
  let rest = 0;
  const keep = () => platform.keep(given());
  form.addEventListener("change", keep);
  form.addEventListener("input", () => {
    clearTimeout(rest);
    rest = setTimeout(keep, 1000);
  });
})();
