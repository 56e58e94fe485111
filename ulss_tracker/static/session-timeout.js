// A page of the journey that nobody touches is hidden, so that nobody else reads it. Nothing is
// lost: what was typed is kept on the server first, and the page can be come back to.

import { keepTyped } from './typed.js'

const MINUTE = 60 * 1000

const dialog = document.querySelector('[data-timeout]')
const HIDE_AFTER = Number(dialog.dataset.hideAfter) // minutes without a touch
const WARN_AFTER = HIDE_AFTER - 5
const count = dialog.querySelector('[data-timeout-count]')
let touchedAt = Date.now()
let said = ''

// Where nothing can be kept (no connection, an old session) the page stays: losing is worse.
async function hide () {
  if (await keepTyped()) window.location.assign(dialog.dataset.pausedUrl)
  else stay()
}

// What was sent stays open on the server only from press to press.
function stay () {
  if (dialog.open && dialog.dataset.renewUrl) fetch(dialog.dataset.renewUrl)
  touchedAt = Date.now()
  said = ''
  if (dialog.open) dialog.close()
}

function look () {
  const idle = (Date.now() - touchedAt) / MINUTE
  if (idle >= HIDE_AFTER) {
    touchedAt = Date.now()
    hide()
    return
  }
  if (idle < WARN_AFTER) return
  if (!dialog.open) dialog.showModal()
  const left = Math.ceil(HIDE_AFTER - idle)
  const words = left === 1 ? dialog.dataset.oneMinute : dialog.dataset.minutes.replace('{count}', left)
  if (words !== said) count.textContent = said = words // said aloud once a minute, no oftener
}

for (const touch of ['keydown', 'pointerdown', 'scroll', 'input']) {
  window.addEventListener(touch, () => { if (!dialog.open) touchedAt = Date.now() }, { passive: true })
}
dialog.querySelector('[data-timeout-stay]').addEventListener('click', stay)
dialog.querySelector('[data-timeout-hide]').addEventListener('click', (event) => {
  event.preventDefault()
  hide()
})
dialog.addEventListener('cancel', stay)
setInterval(look, 5 * 1000)
// A sleeping device wakes with its timers late: look at once.
document.addEventListener('visibilitychange', () => { if (!document.hidden) look() })
