//! Doing what is said: acts and comments at once, decisions after what they would do was shown.

use client_core::{model::CommentId, sync::session::Effect};

use super::{
    Problem,
    line::{self, Line, Read},
    ruling::Ruling,
    scene::{Intent, Scene, fresh},
    visit::{Due, Visit},
};
use crate::{cli::Failure, clock};

impl Visit {
    /// Does what was typed: an answer, or a line.
    fn understand(&mut self, text: &str) -> Result<Vec<Effect>, Failure> {
        if let Some(ruling) = self.asking.take() {
            let answer = text.trim().to_lowercase();
            if matches!(answer.as_str(), "y" | "yes") {
                return self.confirmed(*ruling);
            }
            self.reporter.said("dropped", "not recorded")?;
            if matches!(answer.as_str(), "" | "n" | "no") {
                return Ok(Vec::new());
            }
        }
        let done = match line::read(text) {
            Ok(Read::Line(line)) => self.act(&line),
            Ok(Read::Help(text)) => return self.reporter.help(&text).map(|()| Vec::new()),
            Ok(Read::Nothing) => Ok(Vec::new()),
            Err(problem) => Err(problem),
        };
        self.or_said(done)
    }

    /// What was done; what was not is said.
    fn or_said(&self, done: Result<Vec<Effect>, Problem>) -> Result<Vec<Effect>, Failure> {
        match done {
            Ok(effects) => Ok(effects),
            Err(problem) => self.reporter.problem(&problem).map(|()| Vec::new()),
        }
    }

    /// A decision was confirmed: recorded if it would still do what was shown.
    fn confirmed(&mut self, ruling: Ruling) -> Result<Vec<Effect>, Failure> {
        let holds = Scene::of(&mut self.session, &self.directory, &self.habits).map(|scene| ruling.still_holds(&scene));
        let done = holds.and_then(|holds| match holds {
            true => Ok(self.session.decide(ruling.request, clock::now())?),
            false => Err(Problem {
                reason: "changed",
                message: "the text changed meanwhile, and nothing was recorded".into(),
                hint: "Decide again, and read what it would do.".into(),
            }),
        });
        self.or_said(done)
    }

    /// Does what is due.
    pub fn perform(&mut self) -> Result<Vec<Effect>, Failure> {
        if !self.is_due() {
            return Ok(Vec::new());
        }
        match self.due.pop_front() {
            None => Ok(Vec::new()),
            Some(Due::Typed(text)) => self.understand(&text),
            Some(Due::Given(line, place)) => {
                let done = self.act(&line);
                if let Err(problem) = &done {
                    self.reporter.event(problem)?;
                }
                let done = done.map_err(|problem| problem.at(&place).into());
                self.doing = Some(place);
                done
            }
        }
    }

    fn act(&mut self, line: &Line) -> Result<Vec<Effect>, Problem> {
        let mut scene = Scene::of(&mut self.session, &self.directory, &self.habits)?;
        let now = clock::now();
        let mut effects = Vec::new();
        let told = match line.intent(&mut scene)? {
            Intent::Acts(acts, told) => {
                for act in &acts {
                    effects.extend(self.session.act(act, now)?);
                }
                effects.extend(self.session.flush(now));
                told
            }
            Intent::Comment(comment) => {
                effects.extend(self.session.comment(comment, now)?);
                None
            }
            Intent::Resolve(thread, resolved) => {
                let id = CommentId(fresh()?);
                effects.extend(self.session.resolve_comment(id, thread, resolved, now)?);
                None
            }
            Intent::Decide(ruling) => return self.rule(ruling),
            Intent::Look(told) => Some(told),
            Intent::Meeting(name) => {
                self.habits.meeting = name;
                None
            }
            Intent::Quit => {
                (self.typed, self.ends) = (None, true);
                self.due.clear();
                None
            }
        };
        if let Some(told) = told {
            self.reporter.told(&told).map_err(|failure| Problem::unclear(failure.to_string(), ""))?;
        }
        Ok(effects)
    }

    /// Records a decision, or shows what it would do and asks.
    fn rule(&mut self, ruling: Box<Ruling>) -> Result<Vec<Effect>, Problem> {
        self.reporter.told(&ruling.told).map_err(|failure| Problem::unclear(failure.to_string(), ""))?;
        if ruling.dry_run {
            return Ok(Vec::new());
        }
        if !ruling.confirm {
            return Ok(self.session.decide(ruling.request, clock::now())?);
        }
        if !self.interactive {
            return Err(Problem::unconfirmed(ruling.outcome.may_be_alone()));
        }
        let asked = self.reporter.said("asks", "it decides more than was named: record it? yes or no");
        asked.map_err(|failure| Problem::unclear(failure.to_string(), ""))?;
        self.asking = Some(ruling);
        Ok(Vec::new())
    }
}
