// Enter in the note saves: a note is for nothing else. Without this script Save is pressed.
document.addEventListener("keydown", (event) => {
  const { form, id } = event.target;
  if (event.key !== "Enter" || event.isComposing || id !== "id_note" || !work.isOurs(form)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector('button[name="do"][value="save"]'));
});
