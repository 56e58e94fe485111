// A passkey in place of a code: the tracker makes a challenge, the browser asks for the passkey, and
// the answer goes with the page's own form. Without this script, or an older browser, there are codes.

const ask = {
  add: async (json) => navigator.credentials.create(
    { publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) }),
  check: async (json) => navigator.credentials.get(
    { publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) })
}
const isAble = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON)

async function answer (part) {
  const form = part.closest('form')
  const token = form.querySelector('[name="csrf_token"]').value
  const got = await fetch(part.dataset.options, { method: 'POST', headers: { 'X-CSRFToken': token } })
  if (!got.ok) throw new Error('no challenge')
  const credential = await ask[part.dataset.passkey](await got.json())
  form.querySelector('[name="passkey"]').value = JSON.stringify(credential)
  HTMLFormElement.prototype.submit.call(form)
}

for (const part of document.querySelectorAll('[data-passkey]')) {
  if (!isAble) continue
  part.hidden = false
  const button = part.querySelector('button')
  const fault = part.querySelector('[data-passkey-fault]')
  button.addEventListener('click', async (event) => {
    event.preventDefault()
    button.disabled = true
    fault.textContent = ''
    try {
      await answer(part)
    } catch {
      // Cancelled, out of time, or no passkey of theirs: the browser says no more than that.
      fault.textContent = part.dataset.fault
      button.disabled = false
      button.focus()
    }
  })
}
for (const without of document.querySelectorAll('[data-without-passkey]')) without.hidden = isAble
