//! Files of other programs, read.

mod docx;
mod support;
