// Warns before the session ends, and stays signed in at a press. When it has ended, the page is
// covered and not left: what was typed stays on it, and comes back with signing in.

const WARN = 5 * 60 // seconds before the end
const SOON = 20

const dialog = document.getElementById('stay')
const { time, stay, who, first, idle, minutes, oneMinute, longest, ended, elsewhere } = dialog.dataset
const form = dialog.querySelector('form')
const words = dialog.querySelector('[data-stay-words]')
const heading = dialog.querySelector('h2')
const signIn = dialog.querySelector('[data-stay-sign-in]')
let timer
let said = ''

// The seconds left; 0 once nobody is signed in, or somebody else; null without an answer.
async function ask (url, options = {}) {
  try {
    const answer = await fetch(url, { redirect: 'manual', ...options })
    if (answer.type === 'opaqueredirect' || answer.status === 401) return { left: 0 }
    if (!answer.ok) return null
    const found = await answer.json()
    return String(found.who) === who ? found : { left: 0, isOther: true }
  } catch {
    return null // no connection: said by the browser itself, when a form is sent
  }
}

function say (text, title) {
  if (text !== said) words.textContent = said = text // said aloud once a minute, no oftener
  heading.textContent = title
  if (!dialog.open) dialog.showModal()
}

function later (seconds) {
  clearTimeout(timer)
  timer = setTimeout(look, seconds * 1000)
}

function show (found) {
  if (!found) return later(SOON)
  // After signing in anew the forms of this page are sent as they are: by the same person alone.
  if (found.token) for (const field of document.getElementsByName('csrf_token')) field.value = found.token
  const isOver = found.left <= 0
  form.hidden = isOver || !found.may_stay
  signIn.hidden = !isOver
  dialog.classList.toggle('app-stay--over', isOver)
  if (isOver) {
    say(found.isOther ? elsewhere : ended, dialog.dataset.over)
    return later(SOON)
  }
  if (found.left > WARN) {
    said = ''
    if (dialog.open) dialog.close()
    return later(found.left - WARN)
  }
  const left = Math.ceil(found.left / 60)
  const when = left === 1 ? oneMinute : minutes.replace('{count}', left)
  say(found.may_stay ? `${idle} ${when}` : `${when} ${longest}`, dialog.dataset.soon)
  later(Math.min(SOON, found.left))
}

async function look () {
  show(await ask(time))
}

async function press () {
  const found = await ask(stay, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
  show(found)
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  press()
})
// Escape stays signed in, as the button does; an ended session is not closed away.
dialog.addEventListener('cancel', (event) => {
  event.preventDefault()
  if (!form.hidden) press()
})
// A sleeping computer wakes with its timers late, and signing in happens in another tab.
document.addEventListener('visibilitychange', () => { if (!document.hidden && (dialog.open || said)) look() })
window.addEventListener('pageshow', (event) => { if (event.persisted) look() })
later(first) // the page has just been opened: nothing ends sooner
