app-name = Adref
motto = Agreed ad referendum
home = List of drafts
skip = Skip to the text
language = Language
close = Close
cancel = Cancel
continue = Continue
retry = Try again
reload = Reload
optional = optional
loading = Loading
reason = Reason
to-drafts = To the drafts

# Doors
welcome = Welcome to the room
sign-in-with = Sign in with { $provider }
sign-in-hint = Or sign in, if the secretariat has registered you.
welcome-hint = You enter with a personal invitation link from the secretariat. Open the link, or paste it here.
session-lost = You are no longer in the room
session-lost-hint = This session has ended. Open your invitation link again, or paste it here. What was saved is in the draft.
invitation-link = Invitation link
invitation-link-wrong = This does not look like an invitation link. It contains “/#/join/” and a long code.
join = Enter the room
join-invited-as = You are invited as
join-for = For { $delegation }
join-tab-note = Your place is kept in this tab only. To sit in another role, open its link in another tab.
your-name = Your name
your-delegation = Delegation
your-delegation-hint = As it shall stand beside your brackets, such as “Northland” or “EU”.
role-chair = Chair
role-chair-may = You edit the text and record the decisions of the room.
role-member = Member
role-member-may = You edit the text and put words into square brackets.
role-observer = Observer
role-observer-may = You read the text as it is negotiated, and the history of every bracket.

# Drafts
drafts = Drafts
drafts-loaded = { $count } documents
drafts-empty = There is no draft in this room yet.
drafts-empty-hint = The secretariat brings in a text with
shelf-draft = Under negotiation
shelf-draft-hint = Texts that members edit and the chair decides.
shelf-reference = Reference documents
shelf-reference-hint = Reports and documents around the drafts, to be read.
count-paragraphs = { $count ->
    [one] { $count } paragraph
   *[other] { $count } paragraphs
}
count-open-brackets = { $count ->
    [one] { $count } open bracket
   *[other] { $count } open brackets
}
count-open-alternatives = { $count ->
    [one] { $count } open alternative
   *[other] { $count } open alternatives
}
count-notes = { $count ->
    [one] { $count } import note
   *[other] { $count } import notes
}

# Desk
draft-text = Text of { $title }
toolbar = Tools for the text
bracket-words = Bracket
bracket-words-hint = Put the selected words into square brackets
undo = Undo
redo = Redo
show-who = Show who
show-who-hint = Show at every bracket who opened it
shortcuts = Keyboard shortcuts
observing = You are observing: the text is for reading.
reference-note = Reference document, for reading
whole-draft = A bracket stands around the whole draft
whole-draft-short = Whole draft
paragraph-empty = No text yet
people-here = Also in the room
people-more = +{ $count }
status-connecting = Connecting…
status-live = Saved
status-saving = { $count ->
    [one] Saving { $count } change…
   *[other] Saving { $count } changes…
}
status-reconnecting = Reconnecting…
status-offline = Offline
status-stopped = Disconnected
status-kept = { $count ->
    [one] { $count } change is kept here
   *[other] { $count } changes are kept here
}
session-failed = The text is shown, but live editing could not start.
session-failed-hint = Check the connection and reload the page.

# Hints
hint-signs = Square brackets are not typed as characters: the signs were left out. Select words and press [ to open a bracket.
hint-newline = A paragraph stays one paragraph: line breaks become spaces.
hint-anchors = Brackets stay: they leave by decision or by withdrawal.
hint-structure = Paragraphs are not joined, split or moved by typing.

lost-title = Words that could not be kept
lost-hint = The text changed while you were writing, and these words have no place in it any more. Take them with you.
lost-copy = Copy and close
lost-copy-failed = The words could not be copied by themselves: they are selected, copy them by hand.

# Brackets
bracket-name = Bracket { $number }
bracket-place = Bracket { $number }, { $place }
bracket-description = Bracket { $number } · { $who } · { $state }
bracket-from-source = source text
bracket-deleted-words = Deleted by decision: { $words }
bracket-unpicked-words = Not picked: { $words }
opened-by = opened by { $who }
at-place = At { $place }
show-in-text = Show in the text
state-open = Open
state-kept = Kept
state-deleted = Deleted
state-withdrawn = Withdrawn
state-retracted = Proposal withdrawn
state-replaced = Replaced
state-decided = Decided
state-picked = Picked
wrap-title = Put these words into brackets
wrap-title-empty = Open an empty bracket here
wrap-confirm = Open bracket
wish = Your wish for these words
wish-retain = Retain
wish-retain-hint = They should stay
wish-delete = Delete
wish-delete-hint = They should go
wish-choose = Choose
keep-text = Keep text
delete-text = Delete text
pick-branch = Pick “{ $words }”
pick-none = No text
make-choice = Make this a choice
make-choices = { $count ->
    [one] Make it a choice in { $count } place
   *[other] Make it a choice in all { $count } places
}
make-choice-hint = A slash may mean “or” and may mean “and”. As a choice, one of the branches is picked.
reopen = Reopen
withdraw = Withdraw
may-not-edit = Your role does not include changes to the text.
may-not-decide = Only the chair records decisions.
decide-keep = Keep the words of bracket { $number }
decide-keep-confirm = Record: keep text
decide-delete = Delete the words of bracket { $number }
decide-delete-confirm = Record: delete text
decide-reopen = Reopen bracket { $number }
decide-reopen-confirm = Record: reopen
decide-pick = Bracket { $number }: pick “{ $words }”
decide-pick-confirm = Record: pick this branch
decide-none = Bracket { $number }: none of the branches
decide-none-confirm = Record: no text
decision-recorded = The decision goes on the record with your name and the time. It can be reopened.
decision-package = { $count ->
    [one] { $count } decision is recorded.
   *[other] These { $count } decisions are recorded as one.
}
before = As it stands
after = As it will read
together-linked = The same question, decided with it
together-correlated = Stand or fall together
together-no-branch = This branch is not there to be picked
linked-brackets = The same question elsewhere
correlated-brackets = Stand or fall with this one

# Panel
panel = Brackets, alternatives and history
tab-brackets = Brackets
tab-alternatives = Alternatives
tab-history = History
tab-notes = Import
filter = Show
filter-open = Open
filter-decided = Decided
filter-all = All
brackets-empty-open = No bracket is open.
brackets-empty-decided = Nothing has been decided yet.
brackets-empty-all = There is no bracket in this draft.
alternatives-empty = There are no alternatives in this draft.
history-none = Choose a bracket in the text or in the list, or a paragraph above, to see its life.
history-failed = The history cannot be read now. It will be tried again with the next change.
life = Life of this bracket
event-imported = Came with the source text
event-opened = Opened
event-changed = Words changed
event-withdrawn = Withdrawn
event-split = Made a choice
decided-kept = Decided: text kept
decided-deleted = Decided: text deleted
decided-reopened = Reopened
decided-other = Decided
decided-picked = Decided: branch picked
decided-none = Decided: no text
decided-together = { $count ->
    [one] Decided by itself
   *[other] One of { $count } decided as one
}
notes-hint = What the import of the source document was unsure of.
notes-empty = The import raised no question.
notes-failed = The import notes cannot be read now.
note-place = Line { $line }, column { $column }
severity-note = Note
severity-warning = Please confirm
severity-error = Not understood

# Alternatives
alternative-name = Alternatives to { $label }
alternative-title = Alternatives to { $label } · { $versions }
alternative-versions = { $count ->
    [one] { $count } version
   *[other] { $count } versions
}
alternative-base = base text
alternative-chosen = Chosen: { $label }
alternative-choose = Choose { $label }
alternative-reopen = Reopen
choose = Choose
alternative-overtaken = Settled by another choice
choose-title = Choose { $label }
choose-stays = This version stays
choose-moot = These become moot
choose-reopen-title = Reopen the alternatives to { $label }
choose-reopen-hint = All versions stand again until the chair chooses one.
standing-chosen = Chosen
standing-moot = Moot: another version was chosen
standing-show = Show
standing-hide = Hide

# Export
export = Export…
export-hint = Give the text out as a file
export-title = Export
export-side-choices = Choices
export-side-preview = Preview
export-mode = What the text contains
export-mode-as-it-stands = As it stands
export-mode-as-it-stands-hint = Every open bracket and every alternative is printed.
export-mode-compilation = Compilation
export-mode-compilation-hint = Every proposal, with who made it and who says what of it.
export-mode-marked = Changes marked
export-mode-marked-hint = What came and what went since another moment, and by whom.
export-mode-agreed = Agreed text only
export-mode-agreed-hint = What is open is left out of the text, and listed at its end.
export-mode-final = Final text
export-mode-final-hint = Without any mark; only when nothing is open.
export-format = Format
format-text = Plain text
format-markdown = Markdown
format-html = HTML
format-docx = Word (DOCX)
format-pdf = PDF
format-csv = CSV
format-csv-hint = A table of the brackets and alternatives, and who says what of them.
format-xlsx = Excel (XLSX)
format-xlsx-hint = A table of the brackets and alternatives, and who says what of them.
format-json = JSON
format-json-hint = All that stands in the draft, with its decisions: to be brought in again.
format-akn = Akoma Ntoso
format-akn-hint = All that stands in the draft, for the systems of parliaments and archives.
format-lacks-mode = This format is not written so; choose “As it stands”.
export-at = Text as of
export-at-none = Now
export-against = Compared with
export-against-none = Choose a moment…
moment-came-in = When it came in, { $date }
moment-meetings = Meetings
moment-after-meeting = After the meeting: { $meeting }
moment-decisions = Decisions
moment-package = { $count ->
    [one] { $count } decision
   *[other] { $count } decisions together
}
moment-other = Another time…
moment-time = Date and time
export-options = Options
option-attribution = Who wants what
option-attribution-hint = Delegations are named in the brackets.
option-columns = Idea and source
option-columns-hint = The text stands in three columns.
option-lineNumbers = Line numbers
option-lineNumbers-hint = In the margin, where the format has one.
option-comments = Comments
option-comments-hint = All that you may read, what was said to you alone included.
option-renumber = Number the paragraphs anew
option-renumber-hint = With a table of the old and the new numbers.
option-labels = Language of labels
option-labels-own = As the text
option-scheme = Names of alternatives
option-scheme-own = As in the draft
option-symbol = Symbol
option-symbol-example = A/CONF.1/L.2
option-date = Date
option-date-example = 17 November 2005
export-download = Download
export-not-final = Nothing is written while something is open.
export-show-open = Show what is open
export-done = { $name } was downloaded.
export-preview = Preview
preview-busy = The preview is being made…
preview-ready = So the text will read.
preview-data = The file holds data; here the text is shown.
preview-missing = Choose the moment that the text is to be compared with.
preview-print = Print
may-not-export = Only the chair gives out the text
may-not-export-hint = Your role here is: { $role }. Ask the chair for the file. The text as you read it can be printed with your browser.
to-text = To the text
blockers-title = { $count ->
    [one] { $count } matter is open
   *[other] { $count } matters are open
}
blockers-hint = A final text can be given out when each of these is decided.
blocker-bracket = Bracket
blocker-alternative = Alternatives
blocker-placeholder = Placeholder

# Shortcuts
shortcut-open-empty = Open an empty bracket, or bracket the selection
shortcut-leave = Step out of the bracket
shortcut-wrap = Bracket the selected words
shortcut-history = Life of the bracket at the caret
shortcut-undo = Undo
shortcut-redo = Redo
shortcut-escape = Close
shortcut-help = These shortcuts

# Errors
error-network = The server cannot be reached
error-network-hint = Check your connection, then try again.
error-unknown-invitation = This invitation link is not known
error-unknown-invitation-hint = It may have been cut off when it was copied. Open the link from the message itself, or ask the secretariat for a new one.
error-expired-invitation = This invitation has expired
error-expired-invitation-hint = Ask the secretariat for a new link. What you wrote before is kept in the draft.
error-revoked-invitation = This invitation was withdrawn
error-revoked-invitation-hint = Ask the secretariat for a new link.
error-used-invitation = This invitation has been used already
error-used-invitation-hint = As many have joined by it as it was made for. Ask the secretariat for a link of your own.
error-sign-in-only = In this role one comes in by signing in
error-sign-in-only-hint = Links do not lead in here. Go to the start page and sign in there; ask the secretariat to register you if that does not work.
error-store = The server cannot read its data now
error-store-hint = Try again in a moment. What was saved is kept.
error-busy = The server is busy
error-busy-hint = Try again in a moment.
error-unknown-draft = There is no draft at this address
error-unknown-draft-hint = It may have another name now. The list shows every draft of this room.
error-unknown-moment = The draft has no such moment
error-unknown-moment-hint = Choose a time since it came in, or one of its decisions.
error-forbidden = Your role does not allow this
error-forbidden-hint = Ask the chair if you need another invitation.
error-server = The server could not answer
error-server-hint = Try again in a moment.
error-credential = Your session has ended
error-credential-hint = Open your invitation link again. What was saved is in the draft.
error-replaced = This draft is open in another window of yours
error-replaced-hint = This window no longer gives or gets changes. Go on in the other one, or reload to go on here.
error-version = The server was updated
error-version-hint = Reload the page to get the version that fits it.
error-unreadable = The server sent something that this page cannot read
error-unreadable-hint = Reload the page. What was saved is kept.
error-malformed = The server could not read what this page sent
error-malformed-hint = Reload the page. What was saved is kept.
error-out-of-order = The conversation with the server went wrong
error-out-of-order-hint = Reload the page. What was saved is kept.
error-too-many = You have too many windows open
error-too-many-hint = Close some of them, then reload this one.
error-too-often = Too many people are joining from your network right now
error-too-often-hint = Try again in a minute.
error-too-large = That was too much at once
error-too-large-hint = Reload the page and insert the text in parts.
error-name = This name cannot be shown to others
error-name-hint = Give 1 to 80 characters, without control characters.
error-no-sign-in = This server has no sign-in
error-no-sign-in-hint = Use the invitation link that the secretariat gave you.
error-sign-in-down = The sign-in service does not answer now
error-sign-in-down-hint = Try again in a few minutes. Invitation links go on working.
error-sign-in-over = This sign-in has ended
error-sign-in-over-hint = It took too long, was used already, or was begun in another browser. Sign in again.
error-sign-in-refused = The sign-in service did not let you in
error-sign-in-refused-hint = Sign in again, or ask the secretariat for an invitation link.
error-sign-in-answer = The answer of the sign-in service could not be accepted
error-sign-in-answer-hint = Sign in again, and tell the secretariat if it happens again.
error-sign-in-weak = The sign-in service did not make sure enough of who you are
error-sign-in-weak-hint = Sign in again there with your second factor, or ask the secretariat how to set one up.
error-unregistered = You are not registered here
error-unregistered-hint = The sign-in service knows you, but nobody has registered you here. Ask the secretariat to register you, or for an invitation link.
error-unexpected = Something went wrong on this page
error-unexpected-hint = Reload the page. What was saved is kept.

# Refusals
refusal-not-allowed = Your role does not allow this
refusal-not-allowed-hint = Ask the secretariat for another link, or the chair to take the decision.
refusal-not-negotiated = A reference document is read, not negotiated
refusal-not-negotiated-hint = Propose the words in a draft.
refusal-decided = These words were deleted by a decision of the chair
refusal-decided-hint = Ask the chair to reopen the bracket.
refusal-not-yours = Only the delegation that opened a bracket can withdraw it
refusal-not-yours-hint = Ask that delegation, or the chair.
refusal-too-long = This is too long
refusal-too-long-hint = Do it in parts, or shorten the reason.
refusal-too-large = This is too much at once
refusal-too-large-hint = Insert the text in parts.
refusal-already-open = It is open already
refusal-already-open-hint = Look at its history: somebody reopened it.
refusal-unknown-matter = What is to be decided is not in this draft any more
refusal-unknown-matter-hint = Reload the draft.
refusal-no-words = A table has no words of its own
refusal-no-words-hint = Choose a cell of the table.

## Phase and standing
phase = Phase
phase-title = Phase of this draft
phase-drafting = Drafting
phase-drafting-hint = Members edit freely.
phase-negotiation = Negotiation
phase-negotiation-hint = Words change by bracket: what is added is proposed in the delegation’s name, what is deleted is bracketed.
phase-closed = Closed
phase-closed-hint = Nobody changes the text.
meeting = Meeting
meeting-example = 3rd meeting, 12 January, morning
record-decision = Record the decision
paragraph-without-number = this paragraph
standing-title = Where { $label } stands
ruling-agreeAdRef = Agree ad referendum
ruling-agreeAdRef-hint = Agreed in the room, subject to confirmation by capitals.
ruling-agree = Agree
ruling-agree-hint = Agreed. Nobody changes it until it is reopened.
ruling-suspend = Suspend
ruling-suspend-hint = Left aside for now.
ruling-reopenParagraph = Reopen
ruling-reopenParagraph-hint = The words are open to change again.
agreement-suspended = Suspended
agreement-suspended-hint = Left aside for now
agreement-agreed-ad-ref = Agreed ad ref.
agreement-agreed-ad-ref-hint = Agreed in the room, subject to confirmation by capitals
agreement-agreed = Agreed
agreement-agreed-hint = Agreed
replace-text = Replace text
replace-words = Words to stand there
decide-replace = Replace the words of bracket { $number }
decide-replace-confirm = Record: replace text
decided-replaced = Decided: text replaced
refusal-agreed = This paragraph is agreed.
refusal-agreed-hint = Ask the chair to reopen it.
refusal-closed = The negotiation of this draft is closed.
refusal-closed-hint = Ask the chair.
refusal-late = These words came after a decision that leaves no place for them.
refusal-late-hint = Copy them, and propose them where the text is open.
refusal-still-open = Something in this paragraph is still open.
refusal-still-open-hint = Decide its brackets and alternatives first.
refusal-by-bracket-only = In a negotiation words change only by bracket.
refusal-by-bracket-only-hint = Propose the change in a bracket.
refusal-same-phase = The draft is in this phase already.
refusal-same-phase-hint = Somebody has switched it.
refusal-not-words = The words hold a bracket sign, a line break or a control character.
refusal-not-words-hint = Write one line of words without brackets.

# Positions
tab-positions = Positions
positions = Positions
stance-retain = Retain
stance-can-accept = Can accept
stance-reserve = Reserve
stance-delete = Delete
tally-retain = { $count ->
    [one] { $count } delegation retains
   *[other] { $count } delegations retain
}
tally-can-accept = { $count ->
    [one] { $count } delegation can accept
   *[other] { $count } delegations can accept
}
tally-reserve = { $count ->
    [one] { $count } delegation reserves
   *[other] { $count } delegations reserve
}
tally-delete = { $count ->
    [one] { $count } delegation deletes
   *[other] { $count } delegations delete
}
take-position = Position of { $delegation }
take-back = Take it back
position-prefers = Which branch
position-on = Which version
position-any = All the words
position-explain = Give a reason
position-reason-hint = Read by everybody, told in the history
positions-nobody = No delegation has taken a position yet.
voice-opening = by opening the bracket
voice-dissents = not as its group
voice-for = for { $members }
voice-through = through { $group }
voice-divided = Their groups differ, and they have not spoken: { $members }
blocked-by = No consensus without { $who }
waits-for-you = Waits for you
filter-waits = Waits for me
brackets-empty-waits = No bracket waits for your delegation.
positions-filter-open = Open
positions-filter-waits = Waits for me
positions-filter-blocked = Blocked
positions-filter-all = All
positions-empty-open = Nothing is open.
positions-empty-waits = Nothing waits for your delegation.
positions-empty-blocked = Nobody blocks anything that is open.
positions-empty-all = There is nothing in this draft to take a position on.
matrix = Matrix
matrix-title = Positions on { $title }
matrix-subject = Brackets and alternatives
matrix-spoken = Only delegations that have spoken
matrix-members = { $count ->
    [one] Group of { $count }
   *[other] Group of { $count }
}
matrix-hint = Point at a cell, or go there with the arrow keys, to read it in full.
matrix-you = Your delegation
matrix-empty = No delegation takes part yet. A position is taken beside a bracket, in its history.
cell-says = { $who }: { $stance }
cell-silent = { $who } has said nothing
cell-silent-short = nothing said
cell-divided = groups differ
withdraw-supported = It stays while others support it: { $who }. They can take that back, or the chair decides.
event-position-retain = Position: retain
event-position-can-accept = Position: can accept
event-position-reserve = Position: reserve
event-position-delete = Position: delete
event-position-none = Position taken back
your-delegation-listed = Choose from the list while you type, or write another name.
delegation-state = State
delegation-organisation = Organisation
delegation-group = Group
refusal-no-delegation = A position is taken in the name of a delegation
refusal-no-delegation-hint = Enter again, and name the delegation that you speak for.
refusal-nothing-said = Your delegation has taken no position on this
refusal-nothing-said-hint = It may have been taken back already.
refusal-not-a-version = This branch or version is not there any more
refusal-not-a-version-hint = Look at the branches or versions again and choose one.
refusal-supported = Others support this bracket, so it stays
refusal-supported-hint = They can take their support back, or the chair decides.

# Proposals
paragraph-menu = Propose for { $label }
paragraph-standing = Agree, suspend or reopen
propose-after = Add a paragraph after
propose-before = Add a paragraph before
propose-under = Add a sub-item
propose-alternative = Propose an alternative
propose-delete = Propose to delete
propose-move = Propose to move
propose-split = Split at the caret
propose-merge = Merge with the next
propose-after-title = Add a paragraph after { $label }
propose-before-title = Add a paragraph before { $label }
propose-under-title = Add a sub-item to { $label }
propose-alternative-title = Propose an alternative to { $label }
propose-delete-title = Propose to delete { $label }
propose-move-title = Propose to move { $label }
propose-split-title = Propose to split { $label }
propose-merge-title = Propose to merge { $label } with the next
propose-not-alternatives = It is one of several versions
propose-not-heading = Not for titles and headings
propose-not-next = Nothing follows that it could go on with
propose-not-caret = Put the caret where it is to be split
propose-words = Words
propose-words-hint = They can be written on in the text afterwards.
propose-replaces = Replaces
propose-target = Behind
propose-first = The beginning of the draft
propose-move-hint = It keeps its number, and takes its sub-items along.
propose-bracket-hint = It stands in a bracket of your delegation until the chair decides.
propose-hint = The text stays as it is until the chair accepts the proposal.
propose-confirm = Propose
proposals = Proposals
proposals-empty = Nobody proposes to move, split or merge paragraphs.
proposal-move = Move { $label }
proposal-split = Split { $label }
proposal-merge = Merge { $label } with the next
proposal-then = As it would read
proposal-withdraw = Take back
state-accepted = Accepted
state-rejected = Rejected
rule-accept = Accept
rule-reject = Reject
rule-reopen = Reopen
rule-accept-title = Accept: { $what }
rule-reject-title = Reject: { $what }
rule-reopen-title = Reopen: { $what }
rule-reopen-hint = The text reads again as if it had not been decided, until the chair decides.
standing-gone = Proposed, not taken in
standing-joined = Goes on in the paragraph before
label-scheme = Labels
label-scheme-alt = Alt 9
label-scheme-option = Option 1
label-scheme-editorial-manual = 9 bis
compare = Compare
compare-title = Versions of { $label }
compare-left = Version on the left
compare-right = Version on the right
compare-key = Struck through: only on the left. Underlined: only on the right.
blocker-proposal = Proposal
shortcut-menu = What can be proposed of the paragraph
shortcut-move = Propose to move the paragraph
refusal-no-place = A paragraph cannot stand there
refusal-no-place-hint = Choose a paragraph outside tables and notes.
refusal-in-alternatives = The paragraph is one of several versions
refusal-in-alternatives-hint = Wait until the chair has chosen between them.
refusal-circle = A paragraph cannot stand under itself
refusal-circle-hint = Choose a place outside the paragraph.
refusal-nothing-to-split = There are no words on one side of the place
refusal-nothing-to-split-hint = Put the caret between words of the paragraph.
refusal-not-neighbours = Only neighbours can be taken together
refusal-not-neighbours-hint = Propose to move one of them first.
refusal-no-proposal = The proposal is not in this draft
refusal-no-proposal-hint = Reload the draft and try again.
refusal-taken-back = The delegation has taken this proposal back
refusal-taken-back-hint = Ask the delegation to propose it again.
refusal-tears-bracket = A bracket that runs over several paragraphs would be torn apart
refusal-tears-bracket-hint = Move the paragraphs of the bracket together, or leave them where they are.

# Comments
tab-comments = Comments
comment = Comment
comment-hint = Comment on the selected words, or on the paragraph at the caret
may-not-comment = Your role does not include comments.
comment-title = Comment on these words
comment-draft = Comment on the draft
comment-confirm = Comment
comment-for = Who reads it
for-everybody = Everybody
for-everybody-hint = Observers too
for-delegation = My delegation
for-delegation-hint = Only { $delegation }; neither the chair nor any other delegation
for-delegation-of = Only { $delegation }
for-chair = The chair
for-chair-hint = { $delegation } and the chair, nobody else
for-chair-of = { $delegation } and the chair
comments-filter-all = All
comments-filter-everybody = Everybody
comments-filter-delegation = Internal
comments-filter-chair = Chair
comments-empty = Nobody has commented yet.
comments-empty-filter = There is no such comment.
comments-empty-hint = Select words in the text and choose Comment.
comments-read = Mark all as read
comments-resolved = Resolved
comment-new = New
comment-waiting = Kept here until the server has it
comment-late = Words that came late
comment-place-gone = Its place is gone
comment-answer = Answer
comment-answer-confirm = Answer
comment-resolve = Resolve
comment-reopen = Reopen
comment-resolved-by = Resolved by { $who }
comment-reopened-by = Reopened by { $who }
shortcut-comment = Comment on the selected words
refusal-empty = The comment is empty
refusal-empty-hint = Write what you have to say.
refusal-no-thread = This thread is not here any more
refusal-no-thread-hint = Reload the draft and try again.
refusal-not-your-thread = Only the delegation that began a thread, or the chair, resolves it
refusal-not-your-thread-hint = Ask that delegation, or the chair.
refusal-too-many-comments = This draft holds as many comments as it can
refusal-too-many-comments-hint = Ask the secretariat to begin a new draft.
refusal-control-character = There is a character in it that nobody sees
refusal-control-character-hint = Write it again without special characters.

# Footnotes
footnote = Footnote
footnote-hint = Add a footnote at the caret
shortcut-note = Add a footnote
refusal-note-in-note = A footnote has no footnotes
refusal-note-in-note-hint = Choose a place in the text.

# One question of adjacent brackets, and an alternative to the words before
offer-join = { $count ->
    [one] Make it one question
   *[other] Make these { $count } one question
}
offer-join-hint = Brackets side by side may be versions of one place, of which one stays. They may as well be independent: a person says which.
offer-instead = An alternative to “{ $words }”
offer-instead-hint = The slash says “or”: as a choice, either the words before it stay or those behind it.
instead-title = An alternative to the words before
instead-question = To which words is it an alternative?
instead-adjust = Take more or fewer words
instead-more = One word more
instead-less = One word less
joined-brackets = One question with
joined-this = This one
joined-keep = This one stays
beside-go = They are one question: these go.
beside-reopen = They are one question: these are open again too.
together-within = The bracket around this branch goes, its words stay
event-joined = Made one question
refusal-joined-choice = This bracket is one question with those beside it
refusal-joined-choice-hint = Decide them together: one stays, or none.
refusal-joined = This bracket is one question with those beside it
refusal-joined-hint = It is decided with the others: ask the chair.
refusal-not-joined = These brackets are no one question any more
refusal-not-joined-hint = Somebody wrote between them, or was faster. Look at them again.
refusal-not-adjacent = These brackets do not stand side by side any more
refusal-not-adjacent-hint = Nothing but spaces may stand between them.
refusal-correlated = These brackets stand or fall together
refusal-correlated-hint = Of such brackets none goes without the others: leave them as they are.
refusal-not-before = There are no such words right before the bracket
refusal-not-before-hint = Choose words between the last sign and the bracket.
refusal-proposed = Your words came after a decision, and are now a proposal beside the text.
refusal-proposed-hint = The chair and your delegation can read them under Comments.

draft-damaged = Damaged on the server, cannot be opened
error-damaged = This draft is damaged on the server
error-damaged-hint = It is shown to nobody until it is mended. Tell the secretariat; the other drafts go on, and what you have not saved stays in this window.
read-only = The server's disk is full
read-only-hint = The text can be read. What you write is kept in this window and saved by itself once there is room; do not close it.
must-sign = This server takes signed changes only
must-sign-hint = You can read and comment, and not change the text: this browser cannot sign. Open your link over https in a current browser.
error-another-key = The server has another key than before
error-another-key-hint = Ask the secretariat whether this is meant. Nothing of it was taken into this window; copy what is not saved before you go on.
error-forked = The server lacks what it had confirmed
error-forked-hint = Perhaps an older backup was restored: ask the secretariat. Nothing of it was taken into this window; copy what is not saved before you go on.
trust-anew = Go on with the server as it is
# Lives of paragraphs and proposals
paragraph-menu-reader = Paragraph: { $label }
paragraph-life = Life of this paragraph
history-paragraph = Paragraph
history-choose = Choose one to see its life
life-of-paragraph = Life of { $label }
event-signed = Signed by the device it was written on
event-proposed = Proposed
decided-accept = Accepted
decided-reject = Rejected
decided-agree-ad-ref = Agreed ad referendum
decided-agree = Agreed
decided-suspend = Suspended
decided-choose = Decided between versions
about-addition = The paragraph, as it was proposed
about-deletion = Deletion of the paragraph
about-move-after = Move of { $of } behind { $other }
about-move-first-in = Move of { $of } to the beginning of { $other }
about-move-top = Move of { $of } to the beginning of the text
about-split = Split of { $of }
about-merge = Merge of { $of } with { $other }
about-alternatives = One of several versions
about-chosen = { $version } was chosen
about-chosen-base = The base was chosen

# Roles of the directory
role-contributor = Contributor
role-contributor-may = You read the text, and send proposals that the chair can take in.
role-ex-officio = Ex officio
role-ex-officio-may = You read the text and comment on it.
role-secretariat = Secretariat
role-secretariat-may = You edit the text and comment on it; you take no positions.
may-not-contribute = Observers read comments and write none.
may-not-listed = In the directory, { $delegation } has the role: { $role }.
contribute = Send a proposal
contribute-title = A proposal for the chair
contribute-draft = Send a proposal on the draft
contribute-words = Your proposal
contribute-hint = Your proposal stands beside the text, for the chair and your delegation. The chair can take it in.
contribute-confirm = Send
comment-contributed = A contribution
take-in = Take in
taken-in-reason = Contribution: { $who }
join-speaks-for = You speak for
join-less = { $role }: this is what the directory says of this delegation. { $may }
refusal-proposals-only = Contributors send proposals to the chair, and no other comments
refusal-proposals-only-hint = Send it as a proposal, or answer in a thread of your own.
refusal-no-position = Your role takes no positions
refusal-no-position-hint = Delegations that negotiate take positions. The secretariat can tell you more.

# Sessions
sign-out = Sign out
sign-out-title = Sign out?
sign-out-hint = You leave the room in this tab, and in every window that was opened from it. To come back you need an invitation link that still holds.
sign-out-unsaved = Some of your words are not on the server yet. They are lost if you sign out now.
sign-out-anyway = Sign out and lose them
sign-out-everywhere = Sign out everywhere
sign-out-everywhere-hint = “Everywhere” ends every session of yours, on other devices, too.
sign-out-failed = Signing out did not work. Try again.
sign-out-here = Sign out in this browser
sign-out-here-hint = You can sign out in this browser all the same: everything of you is forgotten here, also what is not saved. The server hears of it as soon as this browser reaches it again; until then the session goes on there.
words-save = Save the text to a file
words-discard = Delete
kept-words = Words of { $name } are not saved
kept-words-hint = They are kept in this tab. They are sent when { $name } ({ $delegation }) comes in again here, and deleted when somebody else does.
own-sessions = Where you are signed in
own-sessions-hint = Each line is a device or a window in which you are signed in. End those that are not yours any more: whoever sits there is signed out at once.
own-sessions-this = this one
own-sessions-unknown = Unknown device
own-sessions-since = Since { $date }
own-sessions-seen = Last used { $date }
own-sessions-end = End
own-sessions-end-others = End all others
own-sessions-alone = You are signed in nowhere else.
own-sessions-ended = { $count ->
    [one] The session is over.
   *[other] { $count } sessions are over.
}
you-are-now = You are now here as: { $role }

# Invitations
invitations = Invitation links
invitations-hint = Whoever has a link enters the room in its role. A link is told once: give it to the person it is for.
invitations-given = Links that were made
invitations-empty = No link was made yet.
invitation-new = A new link
invitation-role = Role
invitation-any-delegation = Any delegation
invitation-life = Valid for
invitation-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
invitation-for = Admits
invitation-for-one = one person
invitation-for-some = some people
invitation-for-any = any number
invitation-most = How many
invitation-may = Whoever joins is told: “{ $may }”
invitation-make = Make the link
invitation-made = The link is made.
invitation-link-once = The link. It is shown this once, and kept by nobody.
copy-link = Copy
copied = Copied
invitation-made-by = By { $name }
invitation-made-by-server = By the server
invitation-uses = { $count ->
    [0] not used
    [one] used once
   *[other] used { $count } times
}
invitation-uses-of = { $count } of { $most } joined
invitation-sessions = { $count ->
    [one] 1 session is open
   *[other] { $count } sessions are open
}
invitation-until = Holds until { $date }
invitation-revoked = Revoked
invitation-expired = Expired
invitation-used = Used up
invitation-revoke = Revoke
invitation-revoke-title = Revoke this link?
invitation-revoke-hint = Nobody enters by it any more. Who is in the room stays, unless you end their sessions.
invitation-end-sessions = { $count ->
    [one] End the session that was opened by it, too
   *[other] End the { $count } sessions that were opened by it, too
}

# Undo and redo
hint-others = Others have written in this proposal, so it is not undone. Delete your own words, or withdraw the bracket in its history.
event-parted = Taken apart again
event-unsplit = Made one text again
part-choice = Take the question apart
refusal-settled = This is decided by now
refusal-settled-hint = Ask the chair to reopen it.
refusal-no-choice = This question is not in the draft any more
refusal-no-choice-hint = Reload the draft and try again.
refusal-no-lines = Your delegation has drawn no line in this bracket
refusal-no-lines-hint = Ask the delegation that drew it, or the chair.
refusal-preferred = Others prefer one of these branches, so the choice stays
refusal-preferred-hint = They can take their position back, or the chair decides.
refusal-not-empty = There are words or brackets in this footnote, so it stays
refusal-not-empty-hint = Put a bracket around its sign, with the wish “delete”.
refusal-unsigned = The server expects what is written here to be signed by this device.
refusal-unsigned-hint = Sign out and open your link again: this device has another key by now.
refusal-must-be-signed = This server takes signed changes only, and this device signs none.
refusal-must-be-signed-hint = Open your link again in a current browser, over https.
refusal-bad-signature = The server expects what is written here to be signed by this device.
refusal-bad-signature-hint = Sign out and open your link again: this device has another key by now.

# Bringing in a file
intake = Bring in a file
intake-hint = A file becomes a draft, or a new version of one. You see what it would become before anything is stored.
intake-as = What the file is
intake-as-own = A draft of its own
intake-as-version = A new version of “{ $title }”
intake-choose = Choose a file, or drop it here
intake-formats = Word (.docx), OpenDocument (.odt), PDF with text, HTML, Markdown, Akoma Ntoso, JSON or plain text, up to 16 MB
intake-reading = Reading { $name }
intake-preview = The text as it would stand in the room
intake-compared = Compared with “{ $title }” as it reads now.
intake-brackets = { $count ->
    [one] { $count } bracket
   *[other] { $count } brackets
}
intake-alternatives = { $count ->
    [one] { $count } set of alternatives
   *[other] { $count } sets of alternatives
}
intake-comments = { $count ->
    [one] { $count } comment
   *[other] { $count } comments
}
intake-there = A draft that came from a file of this name is here already, and is left as it is. A next version is brought in as a new version of it:
intake-unsure = What to look at
intake-unsure-hint = { $count ->
    [one] One place was uncertain. Every character of the file is kept.
   *[other] { $count } places were uncertain. Every character of the file is kept.
}
intake-sure = Nothing was uncertain.
intake-line = line { $line }, character { $column }
intake-paragraph = paragraph { $line } of the file, character { $column }
intake-severity-note = Note:
intake-severity-warning = Warning:
intake-severity-error = Error:
intake-times = { $message } ({ $times } times)
intake-all-findings = Show all { $count }
intake-changed = { $count } changed
intake-new = { $count } new
intake-gone = { $count } gone
intake-same = { $count ->
    [one] { $count } paragraph as it is
   *[other] { $count } paragraphs as they are
}
intake-is-changed = Changed
intake-is-new = New
intake-is-gone = Gone
intake-no-difference = The draft reads as the file does.
intake-proposed = The draft is in a negotiation: what is new comes in as proposals of your delegation, and nothing is taken away or decided.
intake-decisions = { $count ->
    [one] One decision is recorded with it, in your name.
   *[other] { $count } decisions are recorded with it, in your name.
}
intake-left = What will still differ
intake-left-hint = This is not written. It waits for a decision, or for your hand.
left-arranged = A decision has split or merged this paragraph, and its words are others in the file. Write the change by hand.
left-blank = The paragraph is not in the file, and has no words that could go. Nothing needs to be done.
left-bracket = A bracket of the file begins or ends in a paragraph that was not brought in. Open it by hand.
left-bracket-to-lift = A bracket is not in the file any more. It stays until the chair decides it.
left-paragraph-to-delete = The paragraph is not in the file any more. It is put into a bracket with the wish to delete it.
left-paragraph-to-take-in = The paragraph is new. It stands in a bracket until the chair takes it in.
left-moved = The paragraph stands elsewhere in the file. Move it by hand.
left-move-to-accept = The paragraph stands elsewhere in the file. It is proposed to move it; the chair accepts that.
left-tears-bracket = The paragraph stands elsewhere in the file. There it would tear a bracket apart, so it stays.
left-agreed = The paragraph is agreed, and its words are others in the file. Ask the chair to reopen it.
left-footnote-to-delete = A footnote is not in the file any more. Its call is put into a bracket with the wish to delete it.
left-call = The file calls one footnote twice. Add another footnote where it is missing.
left-uncalled = A footnote is not in the file any more, and nothing calls it. Delete its words by hand.
left-no-place = A paragraph, a cell or a footnote of the file has no place in the draft: “{ $words }”. Write it by hand.
left-heading = In the file this is a heading, or one of another level, or none any more. It stays what it is here.
left-lone-sign = The file has a bracket sign that belongs to no bracket. Open the bracket that was meant by hand.
left-differs = The paragraph will not read as in the file. Compare it afterwards.
intake-nothing-yet = Nothing is stored yet.
intake-nothing-to-do = There is nothing to store.
intake-bring-in = Bring in
intake-storing = Storing…
intake-done = The file is in the room
intake-made = a new draft
intake-written = written into the draft, with its history kept
intake-left-alone = left as it was
intake-another = Bring in another file
intake-look-again = Look at it again
error-file-too-large = The file is larger than 16 MB
error-file-too-large-hint = Split it into one file for each annex.
error-not-as-reviewed = Somebody wrote in the draft meanwhile
error-not-as-reviewed-hint = Nothing was stored. Look at the differences again.
error-intake = Another file of yours is being read
error-intake-hint = Wait until it is done, then try again.
error-not-now = The draft takes no new version now
error-not-now-hint = Nothing was stored. Its negotiation is closed: the chair opens the draft again first, or the file comes in as a draft of its own.

# What an import is unsure of: a message for each code (client-core/src/model/diagnostic.rs)
finding-more = There are { $more } more findings of this kind from here on
finding-more-hint = Mend the ones listed and import again, or look through the text yourself.
finding-alternative-without-base = “{ $label }” is an alternative to a paragraph that is not in the text
finding-alternative-without-base-hint = It was kept as a paragraph with its printed label; say what it is an alternative to.
finding-another-document = Another document begins here: “{ $title }”
finding-another-document-hint = It comes in as a draft of its own, since its numbers begin again. If it is a part of the one before, make its title a heading and import again.
finding-bracket-around-drafts = A bracket opens here and closes in another document, at line { $line }
finding-bracket-around-drafts-hint = It was read as one bracket around all documents in between; it is decided in each of them.
finding-contents = The file has a table of contents, which was left out
finding-contents-hint = The headings that it lists were kept.
finding-correlated-brackets = { $count } brackets of one sentence seem to stand or fall together: { $words }
finding-correlated-brackets-hint = Proposal: one package, decided together. Separate them if each can be decided alone.
finding-decided-elsewhere = { $variant ->
    [all] { $count } matters were decided elsewhere; here they are open
   *[other] Decided elsewhere: { $said }
}
finding-decided-elsewhere-hint = Decide it here, if the room agrees, or import the draft’s bundle, which brings its record.
finding-deleted-paragraphs = A tracked deletion goes across paragraphs
finding-deleted-paragraphs-hint = Its words stand in one bracket in the paragraph where it begins; split the paragraph if it is to stay.
finding-embedded-document = The file includes other documents
finding-embedded-document-hint = They were not read; import each as a file of its own.
finding-embedded-file = The file has other files inside
finding-embedded-file-hint = What is inside them was not read; import it as a file of its own.
finding-empty-note = A footnote has no words
finding-empty-note-hint = Its call was kept; write the note, or delete the call.
finding-encoding-guessed = The file does not say its encoding; it was read as { $encoding }
finding-encoding-guessed-hint = If letters are wrong, save the file as “Plain text, UTF-8” and import it again.
finding-encoding-lost = { $count } places are no characters of { $encoding } and are shown as �
finding-encoding-lost-hint = Save the file as “Plain text, UTF-8” and import it again.
finding-format-change = The file has tracked changes of the layout
finding-format-change-hint = Only changes of words become brackets.
finding-from-another-server = { $keys ->
    [none] The draft comes from another server, which signed nothing of it
   *[other] The draft comes from another server; it was signed with the key { $keys }
}
finding-from-another-server-hint = Compare the key with the one that is shown there: a bundle proves no more than that whoever has the key signed it.
finding-hidden-text = The file has hidden text
finding-hidden-text-hint = It was kept and is visible now; delete it if nobody was meant to read it.
finding-idea-group = { $count } ideas stand beside one run of paragraphs: { $ideas }
finding-idea-group-hint = All of them were put at the first paragraph; move those that begin further down.
finding-idea-pairing = { $count } ideas stand beside as many paragraphs and were paired in order
finding-idea-pairing-hint = Check the pairs; move an idea if it is wrong.
finding-left-out = { $count } tables of contents, pictures and references to other documents are left out
finding-left-out-hint = Look into the document itself for them.
finding-linked-brackets = [{ $words }] stands { $count } times: lines { $lines }
finding-linked-brackets-hint = Proposal: one question, decided once for all of them. Separate them if they are not.
finding-macros = The file carries macros
finding-macros-hint = Nothing of them was run or kept.
finding-markdown-definitions = { $count } lines of the form “[name]: address” are definitions of Markdown
finding-markdown-definitions-hint = They were put at the end as they stand; delete them if they are only addresses.
finding-mixed-bracket = A bracket opens with one width of sign and closes with the other
finding-mixed-bracket-hint = Both signs were kept as plain signs; replace one of them by the other width.
finding-page-furniture = { $variant ->
    [lines] { $count } page numbers and repeated lines were left out, such as “{ $example }”
   *[other] The headers and footers of the pages were left out
}
finding-page-furniture-hint = Headers and footers of pages are not part of a draft.
finding-pdf-layout = A PDF does not say where paragraphs end and which words are footnotes: both were judged by the layout
finding-pdf-layout-hint = Compare it with the printed pages; ask for the file that was printed, if there is one.
finding-pdf-right-to-left = A PDF may have the letters of right-to-left words in the order in which they are seen
finding-pdf-right-to-left-hint = Read such lines before anybody negotiates them.
finding-pdf-signs = { $count } signs of a font without a table of characters are shown as �
finding-pdf-signs-hint = Let a program recognise the text (OCR), or ask for the file that was printed.
finding-pictures = The file has pictures, which were left out
finding-pictures-hint = A draft is words.
finding-remote-content = { $variant ->
    [file] The file wants { $count } things from elsewhere, the first of them { $first }
   *[other] The page wants pictures from elsewhere
}
finding-remote-content-hint = Nothing was fetched.
finding-report-brackets = This text is a report and has { $count } bracket signs
finding-report-brackets-hint = They were kept as plain signs: a report is read and not negotiated.
finding-scripts = The page has scripts
finding-scripts-hint = Nothing of them was run or kept.
finding-second-title = A second title stands here: “{ $title }”
finding-second-title-hint = { $variant ->
    [notes] It was kept in the same draft, since footnotes are called on both sides. If it is another document, import it as a file of its own.
   *[other] It was kept in the same draft, since the numbers go on. If it is another document, import it as a file of its own.
}
finding-slash = A slash outside brackets may separate two choices: { $words }
finding-slash-hint = The slash stays in the text; a person decides whether it is a choice.
finding-slash-in-bracket = A slash inside a bracket may separate two choices: { $words }
finding-slash-in-bracket-hint = The slash stays in the text; a person decides whether it is a choice.
finding-source-pairing = { $sources } sources stand beside { $paragraphs } paragraphs and sub-items ({ $labels }); which belongs to which is not printed
finding-source-pairing-hint = They were put in order at { $labels }; move those that belong to a sub-item.
finding-stray-close = { $variant ->
    [bullet] This bullet holds nothing but a closing bracket, and there is one closing bracket too many
   *[other] A bracket closes here and none is open
}
finding-stray-close-hint = { $variant ->
    [bullet] It was kept as a sign, and the bracket opened at line { $begun_line }, column { $begun_column } closes at line { $line }, column { $column }. The other reading: that bracket closes here, and the sign at line { $line } stands alone.
   *[other] The sign was kept among the words; delete it, or open the bracket where it was meant to begin.
}
finding-stray-open = A bracket opens here and nothing closes it
finding-stray-open-hint = The sign was kept among the words; close the bracket where it was meant to end.
finding-symbol = The file has signs of a font that are no characters
finding-symbol-hint = They were kept by their number; replace them by characters.
finding-text-box = The file has text in boxes
finding-text-box-hint = It was put before the paragraph that its box is tied to; move it if it belongs elsewhere.
finding-too-many-brackets = The text has { $count } bracket signs, more than the { $limit } that are read
finding-too-many-brackets-hint = All of them were kept as plain signs; split the text into one file for each annex.
finding-too-many-comments = The file has more comments on one draft than the { $limit } that are kept
finding-too-many-comments-hint = The others were left out; they are still in the file.
finding-tracked-bracket-sign = { $author ->
    [none] Somebody deletes the sign of a bracket and not its words
   *[other] { $author } deletes the sign of a bracket and not its words
}
finding-tracked-bracket-sign-hint = The bracket was kept: it is lifted by a decision, or by who opened it.
finding-tracked-paragraph-end = { $variant ->
    [begins] A tracked change begins a new paragraph here
   *[other] A tracked change joins this paragraph to the next one
}
finding-tracked-paragraph-end-hint = The paragraphs were kept as the file prints them; propose to split or merge them.
finding-tracked-row = The file has rows of tables that somebody inserted or deleted
finding-tracked-row-hint = They were kept as the file prints them.
finding-unsigned = Something of the bundle is not signed yet: { $said }
finding-unsigned-hint = Export the bundle again once that server has signed them.
