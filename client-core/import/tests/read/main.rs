//! Files of other programs, read.

mod docx;
mod hostile;
mod support;
mod texts;
