//! Brackets that people joined to one question.

use std::collections::BTreeMap;

use automerge::{ObjType, transaction::Transactable};

use super::{CHOICES, DELEGATION, Document, JOINED, OPENED_AT, OPENED_BY, SchemaError, WITHDRAWN};
use crate::model::{Anchor, BracketId, ChoiceId, Inline, JoinedChoice, ParagraphId};

impl Document {
    /// The register of joined choices.
    ///
    /// # Errors
    /// When the skeleton is missing.
    pub fn choices(&self) -> Result<BTreeMap<ChoiceId, JoinedChoice>, SchemaError> {
        let mut choices = BTreeMap::new();
        for (id, entry) in self.entries(CHOICES)? {
            let Ok(id) = id.parse::<ChoiceId>() else { continue };
            let choice = JoinedChoice {
                id,
                brackets: self
                    .fields(&entry)
                    .strings_of(self, JOINED)
                    .iter()
                    .filter_map(|id| id.parse().ok())
                    .collect(),
                joined_by: self.string(&entry, OPENED_BY).unwrap_or_default(),
                delegation: self.string(&entry, DELEGATION).unwrap_or_default(),
                joined_at: self.fields(&entry).int(OPENED_AT).unwrap_or_default(),
                withdrawn: self.fields(&entry).flag(WITHDRAWN),
            };
            choices.insert(id, choice);
        }
        Ok(choices)
    }

    /// Writes the register of a new choice.
    ///
    /// # Errors
    /// When Automerge refuses.
    pub(crate) fn join_choice(&mut self, choice: &JoinedChoice) -> Result<(), SchemaError> {
        let choices = self.root(CHOICES)?;
        let entry = self.inner_mut().put_object(&choices, choice.id.to_string(), ObjType::Map)?;
        self.inner_mut().put(&entry, OPENED_BY, choice.joined_by.as_str())?;
        self.inner_mut().put(&entry, DELEGATION, choice.delegation.as_str())?;
        self.inner_mut().put(&entry, OPENED_AT, choice.joined_at)?;
        let brackets: Vec<String> = choice.brackets.iter().map(ToString::to_string).collect();
        self.write_strings(&entry, JOINED, &brackets)?;
        if choice.withdrawn {
            self.inner_mut().put(&entry, WITHDRAWN, true)?;
        }
        Ok(())
    }

    /// Marks a choice as taken apart.
    ///
    /// # Errors
    /// When the choice is unknown or Automerge refuses.
    pub(crate) fn part_choice(&mut self, id: ChoiceId) -> Result<(), SchemaError> {
        let choices = self.root(CHOICES)?;
        let entry = self.object(&choices, &id.to_string()).ok_or(SchemaError::Missing("choice"))?;
        Ok(self.inner_mut().put(&entry, WITHDRAWN, true)?)
    }

    /// The paragraphs in which some brackets have an edge.
    pub(crate) fn paragraphs_of(&self, brackets: &[BracketId]) -> Vec<ParagraphId> {
        let is_edge = |piece: &Inline| {
            matches!(piece, Inline::Anchor(anchor @ (Anchor::Open(_) | Anchor::Close(_)))
                if anchor.bracket().is_some_and(|id| brackets.contains(&id)))
        };
        let holds = |id: &ParagraphId| self.content(*id).is_some_and(|content| content.iter().any(is_edge));
        self.paragraph_ids().into_iter().filter(holds).collect()
    }
}
