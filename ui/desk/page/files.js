/* Opening a mail from a file: by its button, or dropped anywhere on the mail's column. */

/** As much of a file as is read: the text of a mail comes before its attachments, and the service takes no longer body. */
const MOST_BYTES = 1_400_000;

function listenForFiles({ mailPane, open, file }, onFile) {
  const carriesFile = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
  open.addEventListener('click', () => file.click());
  file.addEventListener('change', () => {
    if (file.files.length) onFile(file.files[0]);
    // The same file can be chosen again.
    file.value = '';
  });
  // A file dropped beside the column would make the browser leave the page.
  for (const name of ['dragover', 'drop']) document.addEventListener(name, (event) => carriesFile(event) && event.preventDefault());
  mailPane.addEventListener('dragover', (event) => mailPane.classList.toggle('dropping', carriesFile(event)));
  mailPane.addEventListener('dragleave', (event) => mailPane.contains(event.relatedTarget) || mailPane.classList.remove('dropping'));
  mailPane.addEventListener('drop', (event) => {
    mailPane.classList.remove('dropping');
    if (event.dataTransfer.files.length) onFile(event.dataTransfer.files[0]);
  });
}
