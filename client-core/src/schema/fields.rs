//! The fields of an entry, read in one pass: Automerge finds each single key by a search in the whole document.

use automerge::{ObjId, ReadDoc, ScalarValueRef, ValueRef, iter::MapRangeItem};

use super::Document;

/// The fields of an entry, by key. One of another type than is asked for reads as absent.
pub(super) struct Fields<'a>(Vec<MapRangeItem<'a>>);

impl Document {
    /// The fields of an entry; of concurrent values the one that [`ReadDoc::get`] gives.
    pub(super) fn fields(&self, entry: &ObjId) -> Fields<'_> {
        Fields(self.inner().map_range(entry, ..).collect())
    }
}

impl Fields<'_> {
    fn value(&self, key: &str) -> Option<&MapRangeItem<'_>> {
        self.0.iter().find(|item| item.key == key)
    }

    fn scalar(&self, key: &str) -> Option<&ScalarValueRef<'_>> {
        match &self.value(key)?.value {
            ValueRef::Scalar(value) => Some(value),
            ValueRef::Object(_) => None,
        }
    }

    pub(super) fn string(&self, key: &str) -> Option<String> {
        match self.scalar(key)? {
            ScalarValueRef::Str(text) => Some(text.to_string()),
            _ => None,
        }
    }

    pub(super) fn int(&self, key: &str) -> Option<i64> {
        match self.scalar(key)? {
            ScalarValueRef::Int(number) | ScalarValueRef::Timestamp(number) => Some(*number),
            ScalarValueRef::Uint(number) => i64::try_from(*number).ok(),
            _ => None,
        }
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        matches!(self.scalar(key), Some(ScalarValueRef::Boolean(true)))
    }

    pub(super) fn object(&self, key: &str) -> Option<ObjId> {
        let item = self.value(key)?;
        matches!(item.value, ValueRef::Object(_)).then(|| item.id())
    }

    /// The strings of a list; none when there is no such list.
    pub(super) fn strings_of(&self, document: &Document, key: &str) -> Vec<String> {
        self.object(key).map(|list| document.strings(&list)).unwrap_or_default()
    }

    /// The objects among the fields, with their keys.
    pub(super) fn objects(&self) -> impl Iterator<Item = (String, ObjId)> {
        let objects = self.0.iter().filter(|item| matches!(item.value, ValueRef::Object(_)));
        objects.map(|item| (item.key.to_string(), item.id()))
    }
}
