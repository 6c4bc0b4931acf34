/** What all JSON files written here have in common. */
package io.candor.json;
