/** Labels that are probably wrong, told by what a model says about them: ranked, with what they might be instead. */
package io.candor.audit;
