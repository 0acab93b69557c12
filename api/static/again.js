// Answers a form of text areas in place while somebody writes; without this script it is sent whole.
"use strict";

(() => {
  const form = document.getElementById("check");
  const areas = [...form.querySelectorAll("textarea")];
  const needed = areas.filter((area) => area.dataset.needed !== undefined);
  const isWritten = () => needed.every((area) => area.value.trim());
  const { changed, ask, morph, announceSoon } = PlumblineAsk({ form, isWritten, show });

  function show(fresh, { live }) {
    morph(fresh);
    const heading = document.getElementById("questions");
    document.title = `${heading.textContent} – Plumbline`;
    if (live) announceSoon(() => heading.textContent);
    else heading.focus();
  }

  form.addEventListener("input", (event) => {
    if (event.target.localName === "textarea") changed();
  });
  form.addEventListener("change", (event) => {
    if (event.target.localName !== "textarea") changed();
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name) return; // an example fills the form by itself
    event.preventDefault();
    ask({ live: false });
  });
})();
