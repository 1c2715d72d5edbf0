//! Files that nobody means well with: what reading one of them may cost, and what it may not do.

mod deep;
mod elsewhere;
mod made;
mod measure;
mod mutated;
mod pdf;
